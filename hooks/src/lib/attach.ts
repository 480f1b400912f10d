// Imported before the bridge: on HotSpot, attaches the agent's thread to the VM itself, as a daemon.
//
// The bridge would attach it as a plain thread, which keeps a VM alive whose main has returned. A thread that was
// attached before the bridge came is left alone by it, so `detach` is ours to call, as the very last thing: an
// attached thread that ends leaves the VM with a thread it walks into at its next safepoint. ART needs none of this.

const ATTACH_AS_DAEMON = 7;
const DETACH = 5;
const OPTIONS: NativeFunctionOptions = { exceptions: "propagate" };

function findVm(): NativePointer | null {
  const library = Process.findModuleByName("libjvm.so");
  const address = library?.findExportByName("JNI_GetCreatedJavaVMs") ?? null;
  if (address === null) return null;
  const getVms = new NativeFunction(address, "int32", ["pointer", "int32", "pointer"], OPTIONS);
  const slot = Memory.alloc(Process.pointerSize);
  const count = Memory.alloc(4);
  return getVms(slot, 1, count) === 0 && count.readS32() > 0 ? slot.readPointer() : null;
}

function entry(vm: NativePointer, index: number): NativePointer {
  return vm.readPointer().add(index * Process.pointerSize).readPointer();
}

const attachedVm = findVm();

if (attachedVm !== null) {
  const attach = new NativeFunction(entry(attachedVm, ATTACH_AS_DAEMON), "int32", ["pointer", "pointer", "pointer"], OPTIONS);
  attach(attachedVm, Memory.alloc(Process.pointerSize), NULL);
}

/** Detach the agent's thread, if it was attached here. */
export function detach(): void {
  if (attachedVm !== null) new NativeFunction(entry(attachedVm, DETACH), "int32", ["pointer"], OPTIONS)(attachedVm);
}
