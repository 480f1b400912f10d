// Who stands in the place of a function: whoever comes second stands behind the first, not beside it.

import { Patch } from "./patch.js";

/** Where the one in front takes its original from, by the function's address. */
const cells = new Map<string, NativePointer>();

/**
 * Put `target` in the place of a function and write where its original goes on into `original`; in force after
 * `Interceptor.flush`. Returns what takes it out.
 */
export function takeSeat(address: NativePointer, target: NativePointer, original: NativePointer): () => void {
  const key = address.toString();
  if (cells.has(key)) throw new Error("the function's place is taken");
  let revert: () => void;
  try {
    original.writePointer(Interceptor.replaceFast(address, target));
    revert = () => { Interceptor.revert(address); };
  } catch (error) {
    if (!Patch.possible) throw error;
    const patch = new Patch(address, target, (moved) => { original.writePointer(moved); });
    revert = () => { patch.revert(); };
  }
  cells.set(key, original);
  return () => {
    cells.delete(key);
    revert();
  };
}

/**
 * Stand behind the one who is in a function's place, who calls `target` as if it were the original; null where
 * nobody is. `ready` is told the original first.
 */
export function standBehind(
  address: NativePointer, target: NativePointer, ready: (original: NativePointer) => void,
): (() => void) | null {
  const cell = cells.get(address.toString());
  if (cell === undefined) return null;
  const original = cell.readPointer();
  ready(original);
  cell.writePointer(target);
  return () => { cell.writePointer(original); };
}
