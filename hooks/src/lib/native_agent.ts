// The agent's core as hooks of native functions see it.

import Java from "frida-java-bridge";

import type { InstallRequest, WireFrame } from "../generated/wire.js";
import { threadName, type Surroundings, type Target } from "./call.js";
import { Jni } from "./jni.js";
import { guarded, isSilent } from "./methods.js";
import type { JavaStack, NativeAgent } from "./native.js";
import { under } from "./origins.js";

export function nativeAgent(
  around: Surroundings, request: InstallRequest, installed: (api: string) => readonly Target[],
): NativeAgent {
  const carries = under(request.through);
  const { stacks, counters, settings } = around;

  function thread(): Jni | null {
    const env = (Java as unknown as { vm: { tryGetEnv(): { handle: NativePointer } | null } }).vm.tryGetEnv();
    return env === null ? null : new Jni(env.handle);
  }

  return {
    detail: settings.detail,
    maxValue: settings.maxValue,
    maxFrames: request.max_frames,
    counters,
    carries,
    busy: isSilent,
    silently: guarded,

    javaStack(): JavaStack | null {
      const jni = thread();
      if (jni === null) return null;
      return { key: stacks.here.identify(jni), frames: () => stacks.here.frames(jni) };
    },

    inside(frames: readonly WireFrame[], apis: readonly string[]): boolean {
      const methods = new Set(apis.flatMap(installed).map((target) => `${target.cls}.${target.method}`));
      if (methods.size === 0) return false;
      for (const frame of frames) {
        if (frame.library !== undefined && frame.library !== "") continue;
        if (methods.has(`${frame.cls}.${frame.method}`)) return true;
        if (!carries(frame.cls)) return false;
      }
      return false;
    },

    origin(tid: number) {
      const jni = thread();
      // Not a native method of Java's: its local references would stay.
      return jni === null ? null : jni.attempt(() => around.origin(jni, tid));
    },

    threadName(): string {
      const jni = thread();
      return jni === null ? kernelName() : threadName(jni);
    },
  };
}

/** Name of the calling thread as the kernel has it, at most 15 bytes. */
function kernelName(): string {
  try {
    return File.readAllText(`/proc/self/task/${Process.getCurrentThreadId()}/comm`).trimEnd();
  } catch {
    // A name may hold any bytes.
    return "";
  }
}
