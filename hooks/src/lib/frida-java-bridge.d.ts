declare module "frida-java-bridge/lib/android.js" {
  export function makeMethodMangler(methodId: NativePointer): unknown;
}

declare module "frida-java-bridge/lib/jvm.js" {
  export function makeMethodMangler(methodId: NativePointer): unknown;
}
