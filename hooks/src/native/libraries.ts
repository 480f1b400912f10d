// Which loaded libraries a row's name means, and which ones call for themselves.

/** On the virtual phone's Linux the C library has another file name, and what only Android's has is in a second one. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = { "libc.so": ["libc.so", "libc.so.6", "libc_android.so"] };

/** The C library, the linker, the VM and this agent: their calls are parts of what others asked of them. */
const INTERNAL = /^(?:libc\.so(?:\.6)?|linker(?:64)?|ld-linux-[\w-]+\.so\.\d|libart\.so|libartbase\.so|libdexfile\.so|libjvm\.so)$/;

/** Whether a library's file name is one that a row means by `name`. */
export function isNamed(module: Module, name: string): boolean {
  return (OTHER_NAMES[name] ?? [name]).includes(module.name);
}

export function librariesNamed(name: string): Module[] {
  return (OTHER_NAMES[name] ?? [name]).flatMap((one) => Process.findModuleByName(one) ?? []);
}

/** Where the code lies whose calls are never those of an app. */
export function internals(): { base: NativePointer; size: number }[] {
  return [...Process.enumerateModules().filter((module) => INTERNAL.test(module.name)), ...agentRanges()];
}

/** The agent hides from the list of modules; the kernel's list of mappings (proc(5)) names its file. */
function agentRanges(): { base: NativePointer; size: number }[] {
  const lines = File.readAllText("/proc/self/maps").split("\n").filter((line) => /\/?[^/]*frida-agent[^/]*$/.test(line));
  const ends = lines.map((line) => (line.split(" ")[0] ?? "").split("-").map((end) => ptr(`0x${end}`)));
  const [first] = ends[0] ?? [];
  const last = ends[ends.length - 1]?.[1];
  return first === undefined || last === undefined ? [] : [{ base: first, size: last.sub(first).toInt32() }];
}
