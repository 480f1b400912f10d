// Class loaders that appear while the app runs (plug-ins, packers, hot fixes), and how to look for a class in one
// without running the app's code: a loader that loads in its own way is only asked for what it has loaded already.

import Java from "frida-java-bridge";

import { bridgeEnv, isArt, overloadsOf, withHandle } from "./bridge.js";
import { problem } from "./emit.js";
import { Jni } from "./jni.js";
import { classOf, framed, guarded, type Methods, type Observer } from "./methods.js";
import { className } from "./throwables.js";
import { cls, isPlatform, method } from "./values.js";

export type Factory = Pick<typeof Java, "use">;

/** What makes a loader, and what brings it more classes. */
const APPEARS = {
  art: [["dalvik.system.BaseDexClassLoader", ["$init", "addDexPath"]]],
  jvm: [["java.net.URLClassLoader", ["$init", "addURL"]]],
} as const;
/** Files of classes that are put into a loader that is there already (hot fixes, old packers). */
const FILES = { art: [["dalvik.system.DexFile", ["$init"]]], jvm: [] } as const;

/** Loaders looked through as soon as they are made; those of further ones are tried when the time comes. */
const MOST_AT_ONCE = 256;
/** Loaders remembered for later tries (HotSpot; ART lists its own). */
const MOST_KNOWN = 1_024;
const LOADER = "java.lang.ClassLoader";
const STRING_TO_CLASS = "(Ljava/lang/String;)Ljava/lang/Class;";

export class Loaders {
  private readonly known: NativePointer[] = [];
  private looked = 0;

  /** `look` tries rows with a new loader, in the thread that made it; `later` asks for another try some time on. */
  constructor(private readonly look: (loader: Factory) => void, private readonly later: () => void) {}

  /** Watch loaders being made; what is there and cannot be watched is told as a problem. */
  watch(methods: Methods): void {
    const jni = new Jni(bridgeEnv().handle);
    // Looked up while no code of the app is on the stack.
    for (const name of [LOADER, "java.lang.Class", "java.lang.reflect.Method"]) cls(jni, name);
    const flavor = isArt() ? "art" : "jvm";
    for (const [owner, names] of APPEARS[flavor]) {
      for (const name of names) this.watchOne(jni, methods, owner, name, (at, object) => { this.appeared(at, object); });
    }
    for (const [owner, names] of FILES[flavor]) {
      for (const name of names) this.watchOne(jni, methods, owner, name, () => { this.later(); });
    }
  }

  /** Try every loader that is there now. */
  each(look: (loader: Factory) => void): void {
    const jni = new Jni(bridgeEnv().handle);
    const loaders = isArt()
      ? Java.enumerateClassLoadersSync().map((loader) => withHandle(loader, (handle) => jni.globalRef(handle)))
      : this.known.map((weak) => jni.globalRef(weak)).filter((loader) => !loader.isNull());
    for (const loader of loaders) {
      look(new InLoader(loader));
      jni.deleteGlobal(loader);
    }
  }

  private watchOne(
    jni: Jni, methods: Methods, owner: string, name: string, then: (jni: Jni, object: NativePointer) => void,
  ): void {
    try {
      const wrapper = Java.use(owner);
      const global = classOf(jni, wrapper);
      const overloads = overloadsOf(wrapper, name) ?? [];
      for (const one of overloads) {
        methods.watch(jni, methods.of(one, owner, name, () => global), after(`class loaders: ${owner}.${name}`, then));
      }
    } catch (error) {
      problem("class loaders", `${owner}.${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private appeared(jni: Jni, loader: NativePointer): void {
    if (!isArt() && this.known.length < MOST_KNOWN) this.known.push(jni.weakRef(loader));
    this.later();
    if (this.looked >= MOST_AT_ONCE) {
      problem("class loaders", `more than ${MOST_AT_ONCE} class loaders: further ones are looked through a moment later`);
      return;
    }
    this.looked++;
    this.look(new InLoader(loader));
  }
}

/** The classes of one loader. */
class InLoader implements Factory {
  private factory: { _make(name: string, find: (env: unknown) => NativePointer, env: unknown): Java.Wrapper } | null = null;
  private plain: boolean | null = null;
  /** Rows share classes: what is not there is asked for once. */
  private readonly missing = new Set<string>();

  constructor(private readonly loader: NativePointer) {}

  use<Members extends Java.Members<Members> = object>(name: string): Java.Wrapper<Members> {
    const env = bridgeEnv();
    const jni = new Jni(env.handle);
    const found = this.missing.has(name) ? null : jni.attempt(() => {
      const local = this.find(jni, name);
      return local.isNull() ? null : jni.globalRef(local);
    });
    if (found === null) {
      this.missing.add(name);
      throw new Error(`ClassNotFoundException: ${name}`);
    }
    if (!isArt() && jni.attempt(() => link(jni, found)) === null) {
      jni.deleteGlobal(found);
      throw new Error(`${name} cannot be linked`);
    }
    // A factory of its own: the bridge finds classes of one by name alone.
    this.factory ??= new (Java.ClassFactory as unknown as new () => NonNullable<InLoader["factory"]>)();
    return this.factory._make(name, () => new Jni(bridgeEnv().handle).localRef(found), env) as Java.Wrapper<Members>;
  }

  private find(jni: Jni, name: string): NativePointer {
    const args = Memory.alloc(8);
    args.writePointer(jni.newString(name));
    this.plain ??= isPlain(jni, this.loader);
    if (this.plain) return jni.callObject(this.loader, method(jni, LOADER, "loadClass", STRING_TO_CLASS), args);
    return jni.callObjectAs(this.loader, cls(jni, LOADER), method(jni, LOADER, "findLoadedClass", STRING_TO_CLASS), args);
  }
}

/** HotSpot tells the methods of linked classes alone; asking a class for its constructors links it. */
function link(jni: Jni, owner: NativePointer): boolean {
  const ask = method(jni, "java.lang.Class", "getDeclaredConstructors", "()[Ljava/lang/reflect/Constructor;");
  return !jni.callObject(owner, ask).isNull();
}

/** Whether a loader and all it asks first load classes the platform's way: no code of the app runs. */
function isPlain(jni: Jni, loader: NativePointer): boolean {
  const parent = jni.fieldId(cls(jni, LOADER), "parent", `L${LOADER.replace(/\./g, "/")};`);
  let current = loader;
  for (let depth = 0; !current.isNull(); depth++) {
    if (depth > DEEPEST || !loadsPlainly(jni, current)) return false;
    current = jni.getObject(current, parent);
  }
  return true;
}

const DEEPEST = 32;

function loadsPlainly(jni: Jni, loader: NativePointer): boolean {
  if (isPlatform(jni, loader, className(jni, loader))) return true;
  const owner = jni.classOf(loader);
  const signatures = [
    ["loadClass", STRING_TO_CLASS], ["loadClass", "(Ljava/lang/String;Z)Ljava/lang/Class;"], ["findClass", STRING_TO_CLASS],
  ] as const;
  return signatures.every(([name, signature]) => {
    const reflected = jni.reflected(owner, jni.methodId(owner, name, signature), false);
    const getDeclaringClass = method(jni, "java.lang.reflect.Method", "getDeclaringClass", "()Ljava/lang/Class;");
    const declaring = jni.callObject(reflected, getDeclaringClass);
    const its = jni.callObject(declaring, method(jni, "java.lang.Class", "getClassLoader", "()Ljava/lang/ClassLoader;"));
    return its.isNull() || className(jni, its) === "java.lang.BootClassLoader";
  });
}

function after(name: string, fn: (jni: Jni, object: NativePointer) => void): Observer {
  return {
    name,
    enter(values, tid) {
      return {
        returned(): void {
          const jni = new Jni(values[0] as NativePointer);
          const failure = guarded(tid, () => framed(jni, () => { fn(jni, values[1] as NativePointer); }));
          if (failure !== null) problem(name, failure);
        },
        threw: () => undefined,
      };
    },
  };
}
