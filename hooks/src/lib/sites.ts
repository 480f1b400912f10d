// Call sites: which stack a call came from. The identity must be cheap, since it is taken on every call; names
// are looked up once per site.

import type { WireFrame } from "../generated/wire.js";
import { isArt } from "./bridge.js";
import type { Jni } from "./jni.js";
import { artStacks } from "./stacks_art.js";
import { jvmStacks } from "./stacks_jvm.js";
import { traceStacks } from "./stacks_trace.js";

export type SiteKey = string | number;

/** The caller is a hooked method that makes this call as a part of its own: one call of the app, already noted. */
export const DELEGATED = -2;
/** The stack could not be read. */
export const UNKNOWN = -1;

/** A hooked method as the stack readers need it. */
export interface Hooked {
  readonly cls: string;
  readonly method: string;
  readonly handle: NativePointer;
  /** Parameter types as the VM writes them, e.g. `(Ljava/lang/String;I)`. */
  readonly parameters: string;
  /**
   * Method ids that make this call as a part of their own, ended by a null pointer: the other overloads of the
   * same catalogue row, and the methods of the rows it names as `within`.
   */
  readonly family: NativePointer;
  readonly alone: boolean;
  /** `class.method` of the rows whose methods make this call themselves. */
  readonly callers: ReadonlySet<string>;
}

/** A way to read the calling thread's Java stack from within a hook. */
export interface Stacks {
  /** Return the identity of the stack below the hook, UNKNOWN or DELEGATED. */
  identify(jni: Jni, hooked: Hooked): SiteKey;
  /** Return the frames of that same stack, innermost first, without those of hooks. */
  frames(jni: Jni, hooked: Hooked): WireFrame[];
  /** The same of a thread that is in native code, from its innermost Java frame on. */
  readonly here: {
    identify(jni: Jni): SiteKey;
    frames(jni: Jni): WireFrame[];
  };
  /** The identity as C may ask for it, `double identify (void ** family, int start, int limit)`, where it may. */
  readonly native?: { readonly identify: NativePointer; readonly limit: number };
  /** Called before a method is replaced, while its own tables can still be read. */
  prepare(jni: Jni, hooked: Hooked): void;
  /** Return the hooks on the calling thread's stack, innermost first, where the VM tells; else nothing. */
  active(): Hooked[];
  /** Source line (0: unknown) of an instruction of a hooked method, where a trace lost it; null where it did not. */
  lineOf(hooked: Hooked): ((instruction: number) => number) | null;
  /** Whether the original of a replaced method has its line in a trace (ART), or counts as native (HotSpot). */
  readonly originalsHaveLines: boolean;
}

const byName = new Map<string, Hooked>();

export function remember(hooked: Hooked): void {
  byName.set(`${hooked.cls}.${hooked.method}`, hooked);
  byName.set(hooked.handle.toString(), hooked);
}

export function isHooked(cls: string, method: string): boolean {
  return byName.has(`${cls}.${method}`);
}

export function hookedByHandle(handle: NativePointer): Hooked | undefined {
  return byName.get(handle.toString());
}

export function chooseStacks(wanted: string, maxFrames: number): Stacks {
  const own = isArt() ? artStacks(maxFrames) : jvmStacks(maxFrames);
  if (wanted !== "trace") return own;
  const { identify, frames, here } = traceStacks(maxFrames);
  const { native: _none, ...rest } = own;
  return { ...rest, identify, frames, here };
}
