// Rows of kind `native`: functions of libraries, hooked where the library is loaded.

import type { HookPlan } from "../generated/wire.js";
import type { NativeAgent, Outcome } from "../lib/native.js";

/** Attach to the functions of these rows; every row gets an outcome, absent ones may be asked for again. */
export function installNative(plans: readonly HookPlan[], agent: NativeAgent): ReadonlyMap<HookPlan, Outcome> {
  void agent;
  return new Map(plans.map((plan) => [plan, { state: "absent", overloads: 0, reason: "no such library" }]));
}

/** Detach everything. */
export function releaseNative(): void {
  return;
}

/** Calls inside a native hook now. */
export function nativeCallsRunning(): number {
  return 0;
}
