// What the agent's core gives to hooks of native functions, so that their calls are counted, sampled and told
// like those of Java methods: the same counters, the same ids of call sites, one way out.

import type { HookMessage, HookPlan, WireFrame } from "../generated/wire.js";
import type { Counted, Counter, Counters, Creation } from "./counts.js";
import type { SiteKey } from "./sites.js";

/** What became of a row; `absent` rows are tried again when libraries appear (call `installNative` again). */
export type Outcome = Omit<HookMessage, "k" | "t" | "api">;

/** The Java stack below a native call, of a thread that the VM knows. */
export interface JavaStack {
  /** Identity of the whole Java stack; part of the native site's own key. */
  readonly key: SiteKey;
  /** Its frames, innermost first, without those of hooks; costs much more than `key`, so ask once per site. */
  frames(): WireFrame[];
}

export interface NativeAgent {
  /** Calls told in detail per row, overload and site (`counter.n <= detail`); hot rows: `HOT_DETAIL`. */
  readonly detail: number;
  /** Characters of a value kept. */
  readonly maxValue: number;
  /** Frames of a stack kept, native and Java together. */
  readonly maxFrames: number;
  /**
   * `counters.of(counted, { key, frames, origin })` returns the counter of one row, overload and site; it tells the site
   * (SiteMessage) before its first call. `counter.enter(t)` counts and returns the number of this call,
   * `counter.fail()` counts an error, `counter.site` is the id that a CallMessage names.
   */
  readonly counters: Counters;
  /** Whether the agent itself is at work in this thread, or no longer watches: such a call is no event. */
  busy(tid: number): boolean;
  /** Run `fn` with all hooks of this thread silent (for JNI calls that a hook makes itself). */
  silently<T>(tid: number, fn: () => T): T;
  /** The calling thread's Java stack; null where the VM does not know the thread. */
  javaStack(): JavaStack | null;
  /** Whether the innermost frames, up to the first that is not the platform's, are of a hooked row in `apis`. */
  inside(frames: readonly WireFrame[], apis: readonly string[]): boolean;
  /** Whether a class only carries calls of others, as `InstallRequest.through` says. */
  carries(cls: string): boolean;
  /** Whose work this thread does: for the `origin` of a place of which nothing but carriers make up the stack. */
  origin(tid: number): Creation | null;
  /** Name of the calling thread, as Java tells it, else as the kernel does. */
  threadName(): string;
}

/** What `hooks/src/native/install.ts` exports. */
export interface NativeHooks {
  /** Attach to what is there now; every plan of kind `native` gets an outcome. Called again for absent rows. */
  installNative(plans: readonly HookPlan[], agent: NativeAgent): ReadonlyMap<HookPlan, Outcome>;
  /** Detach everything; after it, no code of the script is entered again. */
  releaseNative(): void;
  /** Calls that are inside a native hook now, in any thread: the script may not go while there are any. */
  nativeCallsRunning(): number;
}

export type { Counted, Counter };
