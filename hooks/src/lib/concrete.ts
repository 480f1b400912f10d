// The method that really runs when a method of an interface or class is called on an object: the one that the
// nearest of the object's classes declares.

import { overloadAt, type Overload } from "./bridge.js";
import type { Jni } from "./jni.js";
import { Method, type Methods } from "./methods.js";
import { WeakObjects } from "./objects.js";
import { cls, method } from "./values.js";

/** Classes whose method is remembered. */
const MOST_CLASSES = 4_096;
const ABSTRACT = 0x0400;

export class Concrete {
  /** By class; null where there is none of its own. */
  private readonly found = new WeakObjects<Method | null>(MOST_CLASSES);
  private readonly descriptor: string;

  /**
   * `declared` is the method of `base`, a global reference to the class or interface that names it; `inherited`
   * says whether that one counts too, where an object's class has none of its own.
   */
  constructor(
    private readonly methods: Methods, private readonly base: NativePointer, private readonly name: string,
    readonly declared: Overload, private readonly inherited = false,
  ) {
    this.descriptor = `(${declared.argumentTypes.map((t) => t.name).join("")})${declared.returnType.name}`;
  }

  isInstance(jni: Jni, object: NativePointer): boolean {
    return jni.isInstance(object, this.base);
  }

  /**
   * Return the method of an object's class; null where only `base` has one that does not count, or none has code. Raises an error
   * when the VM does not tell. `fresh` says whether the class was not asked for before.
   */
  of(jni: Jni, object: NativePointer): { readonly method: Method | null; readonly fresh: boolean } {
    const owner = jni.classOf(object);
    const known = this.found.get(jni, owner);
    if (known !== undefined) return { method: known, fresh: false };
    const found = this.declaredBy(jni, owner);
    this.found.set(jni, owner, found);
    return { method: found, fresh: true };
  }

  private declaredBy(jni: Jni, owner: NativePointer): Method | null {
    const id = jni.methodId(owner, this.name, this.descriptor);
    const reflected = jni.reflected(owner, id, false);
    const reflect = "java.lang.reflect.Method";
    const declaring = jni.callObject(reflected, method(jni, reflect, "getDeclaringClass", "()Ljava/lang/Class;"));
    if (!this.inherited && jni.same(declaring, this.base)) return null;
    if ((jni.callInt(reflected, method(jni, reflect, "getModifiers", "()I")) & ABSTRACT) !== 0) return null;
    const getName = method(jni, "java.lang.Class", "getName", "()Ljava/lang/String;");
    const name = jni.string(jni.callObject(declaring, getName), 1024);
    return this.methods.of(overloadAt(id, this.declared), name, this.name, () => jni.globalRef(declaring));
  }
}

/** Look up what `Concrete` needs, while no code of the app is on the stack. */
export function prepareConcrete(jni: Jni): void {
  for (const name of ["java.lang.Class", "java.lang.reflect.Method"]) cls(jni, name);
}
