// Stacks on ART, through the bridge's stack walker, whose identity of a stack is a hash of methods and
// instructions; frames get names only when they are asked for.

import Java from "frida-java-bridge";

import type { WireFrame } from "../generated/wire.js";
import type { Jni } from "./jni.js";
import { DELEGATED, isHooked, UNKNOWN, type Hooked, type SiteKey, type Stacks } from "./sites.js";
import { traceStacks } from "./stacks_trace.js";

const MOST_KNOWN = 20_000;

export function artStacks(maxFrames: number): Stacks {
  // Identities already found to be a call that is part of another hooked one.
  const delegated = new Set<string>();
  const plain = new Set<string>();
  const fallback = traceStacks(maxFrames);
  let broken = false;

  function take(): Java.Backtrace | null {
    try {
      return Java.backtrace({ limit: maxFrames + 2 });
    } catch {
      // An Android whose stack walker the bridge does not know: Throwable.getStackTrace still works there.
      broken = true;
      return null;
    }
  }

  return {
    identify(jni: Jni, hooked: Hooked): SiteKey {
      if (broken) return fallback.identify(jni, hooked);
      const trace = take();
      if (trace === null) return fallback.identify(jni, hooked);
      const key = trace.id;
      if (key === "") return UNKNOWN;
      const mine = `${hooked.cls}.${hooked.method}:${key}`;
      if (plain.has(mine)) return key;
      if (delegated.has(mine)) return DELEGATED;
      const caller = outside(trace.frames, hooked)[0];
      const within = caller !== undefined && hooked.callers.has(`${caller.className}.${caller.methodName}`);
      const same = within || (caller !== undefined && caller.className === hooked.cls
        && caller.methodName === hooked.method
        && !caller.signature.includes(`,${hooked.method},${hooked.parameters}`));
      const known = same ? delegated : plain;
      // A stack that never comes again (deep recursion) shall not fill the memory: what is forgotten is found anew.
      if (known.size >= MOST_KNOWN) known.clear();
      known.add(mine);
      return same ? DELEGATED : key;
    },

    frames(jni: Jni, hooked: Hooked): WireFrame[] {
      const trace = broken ? null : take();
      if (trace === null) return fallback.frames(jni, hooked);
      return outside(trace.frames, hooked).slice(0, maxFrames).map(frameOf);
    },

    here: {
      identify(jni: Jni): SiteKey {
        const trace = broken ? null : take();
        if (trace === null) return fallback.here.identify(jni);
        return trace.id === "" ? UNKNOWN : trace.id;
      },
      frames(jni: Jni): WireFrame[] {
        const trace = broken ? null : take();
        if (trace === null) return fallback.here.frames(jni);
        return outside(trace.frames, null).slice(0, maxFrames).map(frameOf);
      },
    },

    prepare: () => undefined,
    active: () => [],
    lineOf: () => null,
    originalsHaveLines: true,
  };
}

function frameOf(frame: Java.Frame): WireFrame {
  return {
    cls: frame.className,
    method: frame.methodName,
    file: frame.fileName ?? "",
    line: Math.max(0, frame.lineNumber ?? 0),
  };
}

function isStub(frame: Java.Frame): boolean {
  return (frame.methodFlags & Java.ACC_NATIVE) !== 0 && isHooked(frame.className, frame.methodName);
}

/** Drop the hook's own frame on top and the native twin that each hooked method further out has. */
function outside(frames: Java.Frame[], hooked: Hooked | null): Java.Frame[] {
  const top = frames[0];
  const own = hooked !== null && top !== undefined && top.className === hooked.cls && top.methodName === hooked.method;
  const rest = own ? frames.slice(1) : frames;
  return rest.filter((frame, i) => {
    const inner = rest[i - 1];
    return inner === undefined || !isStub(frame)
      || inner.className !== frame.className || inner.methodName !== frame.methodName;
  });
}
