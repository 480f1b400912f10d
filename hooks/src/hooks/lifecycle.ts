// Activity callbacks: a message each, no call site, since the framework is always the caller.

import type { LifeMessage } from "../generated/wire.js";
import type { Hook } from "../lib/call.js";
import { emit, problem } from "../lib/emit.js";
import { className } from "../lib/throwables.js";

const STATES: Record<string, LifeMessage["state"]> = {
  onCreate: "created", onStart: "started", onResume: "resumed",
  onPause: "paused", onStop: "stopped", onDestroy: "destroyed",
};

let listener: (() => void) | null = null;

/** Run `fn` once, in the agent's own thread, after the first activity callback. */
export function afterFirstActivity(fn: () => void): void {
  listener = fn;
}

export const lifecycle: Hook = {
  sited: false,
  entered: (call) => {
    const state = STATES[call.target.method];
    const activity = call.jni.attempt(() => className(call.jni, call.self));
    if (state === undefined || activity === null) {
      problem(call.target.plan.api, "the activity's class could not be read");
      return;
    }
    emit({ k: "life", t: call.t, activity, state });
    const fn = listener;
    listener = null;
    if (fn !== null) setTimeout(fn, 0);
  },
};
