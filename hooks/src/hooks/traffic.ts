// Connections as the app's code opens them: the URL, so that traffic can be tied to who sent it.

import type { Call, Hook } from "../lib/call.js";
import { objectText } from "../lib/values.js";

const LONGEST = 8192;

/** java.net.URL.openConnection: the URL is the object itself. */
export const url: Hook = {
  args: (call) => [objectText(call.jni, call.self, LONGEST).text],
  result: () => null,
};

/** okhttp3.OkHttpClient.newCall and newWebSocket: the first argument is an okhttp3.Request, or null. */
export const okhttp: Hook = {
  args: (call) => [requestUrl(call)],
  result: () => null,
};

function requestUrl(call: Call): string {
  const { jni } = call;
  const request = call.handle(0);
  const text = jni.attempt(() => {
    const httpUrl = jni.callObject(request, jni.methodId(jni.classOf(request), "url", "()Lokhttp3/HttpUrl;"));
    const toString = jni.methodId(jni.classOf(httpUrl), "toString", "()Ljava/lang/String;");
    return jni.string(jni.callObject(httpUrl, toString), LONGEST);
  });
  return text ?? "";
}
