// What replacing many methods costs on HotSpot. The bridge replaces them one by one at a safepoint, and after each
// has the VM go through every class, all compiled code and every resolved method: seconds of an app that stands
// still. The VM looks for all replaced methods each time, so once after the last of them is enough.

/** What the VM does after a method was replaced, by the names the bridge's table has for it. */
interface After {
  "ClassLoaderDataGraph::classes_do"?: unknown;
  "VM_RedefineClasses::flush_dependent_code"?: unknown;
  "VM_RedefineClasses::mark_dependent_code"?: unknown;
  "ResolvedMethodTable::adjust_method_entries"?: unknown;
  /** VMs that have it go through the classes for one class at a time. */
  redefineClass?: unknown;
}

export interface JvmMangler {
  /** Null until the method was replaced. */
  readonly originalMethod: unknown;
}

type Work = (...args: unknown[]) => unknown;

const CLASSES = "ClassLoaderDataGraph::classes_do";
const MARK = "VM_RedefineClasses::mark_dependent_code";
const FLUSH = "VM_RedefineClasses::flush_dependent_code";
const RESOLVED = "ResolvedMethodTable::adjust_method_entries";

/** Methods to be replaced or restored in the bridge's next turn, and which of the two. */
const waiting = new Map<JvmMangler, "replace" | "restore">();

export function expect(mangler: JvmMangler, change: "replace" | "restore"): void {
  waiting.set(mangler, change);
}

/** Run the bridge's turn; returns the methods it left as they were, because it failed among them. */
export function together(api: After, turn: () => void): JvmMangler[] {
  const batch = [...waiting];
  waiting.clear();
  let left = batch.filter(([m, change]) => (change === "replace") === (m.originalMethod === null)).length;
  if (left < 2 || api.redefineClass !== undefined || api[MARK] === undefined) {
    turn();
    left = 0;
  } else {
    const classes = new Map<string, NativePointer>();
    const before = { ...api };
    const last = (name: typeof CLASSES | typeof FLUSH | typeof RESOLVED): void => {
      const work = before[name] as Work | undefined;
      if (work !== undefined) api[name] = (...args: unknown[]) => (left <= 0 ? work(...args) : undefined);
    };
    const mark = before[MARK] as Work;
    // The first of the four that the bridge asks for after each method.
    api[MARK] = (nothing: unknown, cls: NativePointer) => {
      left--;
      classes.set(cls.toString(), cls);
      if (left <= 0) for (const one of classes.values()) mark(nothing, one);
    };
    last(FLUSH);
    last(CLASSES);
    last(RESOLVED);
    try {
      turn();
    } finally {
      Object.assign(api, before);
    }
  }
  const failed = batch.filter(([m, change]) => change === "replace" && m.originalMethod === null).map(([m]) => m);
  if (left > 0 && failed.length === 0) throw new Error(`${left} methods were not replaced or restored`);
  return failed;
}

const PAGE = 4096;
/** More bytes than a method's own structure has. */
const AHEAD = 160;
/** Pages of the VM's own memory that were made readable. */
const opened = new Set<string>();

/**
 * Make what lies behind a method readable: the bridge copies it as long as a native method, which is longer, and
 * the method may be the last of the memory that the VM has taken into use.
 */
export function readableBehind(method: NativePointer): void {
  const behind = method.add(AHEAD).and(ptr(-PAGE));
  if (behind.compare(method) <= 0 || opened.has(behind.toString())) return;
  const range = Process.findRangeByAddress(behind);
  if (range === null || !range.protection.startsWith("r")) Memory.protect(behind, PAGE, "r--");
  else return;
  opened.add(behind.toString());
}
