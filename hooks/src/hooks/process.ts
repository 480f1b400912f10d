// ProcessBuilder.start: the command line is in the object.

import type { Hook } from "../lib/call.js";
import { objectText } from "../lib/values.js";

export const process: Hook = {
  args: (call) => {
    const { jni } = call;
    const text = jni.attempt(() => {
      const command = jni.methodId(jni.classOf(call.self), "command", "()Ljava/util/List;");
      return objectText(jni, jni.callObject(call.self, command), call.target.settings.maxValue).text;
    });
    return text === null ? [] : [text];
  },
};
