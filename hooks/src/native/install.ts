// Rows of kind `native`: functions of libraries, hooked where the library is loaded.

import type { HookPlan } from "../generated/wire.js";
import { emit, onFlush, problem } from "../lib/emit.js";
import type { NativeAgent, Outcome } from "../lib/native.js";
import { heardOf, lookAround } from "./modules.js";
import { Watch } from "./watch.js";

let watch: Watch | null = null;
let observer: ModuleObserver | null = null;

/** Attach to the functions of these rows; every row gets an outcome, absent ones may be asked for again. */
export function installNative(plans: readonly HookPlan[], agent: NativeAgent): ReadonlyMap<HookPlan, Outcome> {
  const outcomes = new Map<HookPlan, Outcome>();
  try {
    if (watch === null) lookAround();
    watch ??= new Watch(agent);
  } catch (error) {
    const reason = `the native filter: ${error instanceof Error ? error.message : String(error)}`.slice(0, 500);
    return new Map(plans.map((plan) => [plan, { state: "failed", overloads: 0, reason }]));
  }
  for (const plan of plans) outcomes.set(plan, watch.install(plan));
  watch.commit();
  observe(watch);
  return outcomes;
}

/** Libraries that come later bring the functions of rows that are absent now. */
function observe(current: Watch): void {
  if (observer !== null) return;
  onFlush((last) => { current.flush(last); });
  observer = Process.attachModuleObserver({
    onAdded(module) {
      try {
        heardOf(module);
        for (const [plan, outcome] of current.arrived(module)) {
          emit({ k: "hook", t: Date.now(), api: plan.api, ...outcome });
        }
      } catch (error) {
        problem(`native hooks of ${module.name}`, error);
      }
    },
  });
}

/** Detach everything. */
export function releaseNative(): void {
  observer?.detach();
  observer = null;
  watch?.release();
}

/** Calls inside a native hook now. */
export function nativeCallsRunning(): number {
  return watch?.running() ?? 0;
}
