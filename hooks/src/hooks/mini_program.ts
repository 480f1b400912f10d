// IWXAPI.sendReq carries requests of many kinds; only one that opens a mini program is an event, told by its id.

import type { Hook } from "../lib/call.js";
import { className } from "../lib/throwables.js";

const REQUEST = "com.tencent.mm.opensdk.modelbiz.WXLaunchMiniProgram$Req";
const LONGEST = 256;

export const miniProgram: Hook = {
  selects: (call) => {
    const request = call.handle(0);
    return !request.isNull() && className(call.jni, request) === REQUEST;
  },
  args: (call) => {
    const { jni } = call;
    const request = call.handle(0);
    return ["userName", "path"].map((field) => jni.attempt(() => {
      const text = jni.getObject(request, jni.fieldId(jni.classOf(request), field, "Ljava/lang/String;"));
      return text.isNull() ? "" : jni.string(text, LONGEST);
    }) ?? "");
  },
};
