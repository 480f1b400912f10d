// Stacks through java.lang.Throwable: slow, but it needs nothing but Java.

import type { WireFrame } from "../generated/wire.js";
import type { Jni } from "./jni.js";
import { DELEGATED, isHooked, UNKNOWN, type Hooked, type SiteKey, type Stacks } from "./sites.js";
import { readTrace, type TraceElement } from "./throwables.js";

const NATIVE_LINE = -2;

export function traceStacks(maxFrames: number): Stacks {
  function take(jni: Jni, hooked: Hooked | null): TraceElement[] | null {
    const elements = jni.attempt(() => readTrace(jni, maxFrames + 1));
    if (elements === null) return null;
    const own = hooked !== null && elements[0]?.cls === hooked.cls && elements[0].method === hooked.method;
    return (own ? elements.slice(1) : elements).filter((element, i, all) => {
      const inner = all[i - 1];
      return inner === undefined || element.line !== NATIVE_LINE || !isHooked(element.cls, element.method)
        || inner.cls !== element.cls || inner.method !== element.method;
    });
  }

  return {
    identify(jni: Jni, hooked: Hooked): SiteKey {
      const elements = take(jni, hooked);
      if (elements === null) return UNKNOWN;
      const caller = elements[0];
      if (caller !== undefined && hooked.callers.has(`${caller.cls}.${caller.method}`)) return DELEGATED;
      // A trace has no parameter types: a method without other overloads that calls itself is plain recursion.
      if (!hooked.alone && caller !== undefined && caller.cls === hooked.cls && caller.method === hooked.method) return DELEGATED;
      return digest(elements);
    },

    frames: (jni: Jni, hooked: Hooked): WireFrame[] => (take(jni, hooked) ?? []).map(frameOf),

    here: {
      identify(jni: Jni): SiteKey {
        const elements = take(jni, null);
        return elements === null ? UNKNOWN : digest(elements);
      },
      frames: (jni: Jni): WireFrame[] => (take(jni, null) ?? []).map(frameOf),
    },

    prepare: () => undefined,
    active: () => [],
    lineOf: () => null,
    originalsHaveLines: true,
  };
}

/** A digest: the names of deep stacks are long, and sites are many. */
function digest(elements: readonly TraceElement[]): string {
  return Checksum.compute("sha1", elements.map((e) => `${e.cls}.${e.method}:${e.line}`).join("\n"));
}

function frameOf(element: TraceElement): WireFrame {
  return { cls: element.cls, method: element.method, file: element.file, line: Math.max(0, element.line) };
}
