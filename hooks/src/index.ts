// The agent's entry: what the host can ask of it.

import { bridgeEnv, retire, settle } from "./lib/bridge.js";

import Java from "frida-java-bridge";

import type { InstallRequest } from "./generated/wire.js";
import { afterFirstActivity } from "./hooks/lifecycle.js";
import { callsRunning, fallSilent, reportFailures } from "./lib/methods.js";
import { flush, flushAll, onFlush, problem } from "./lib/emit.js";
import { Installer } from "./lib/install.js";
import { Loaders, type Factory } from "./lib/loaders.js";
import { Jni } from "./lib/jni.js";
import { deleteReferences, referencesWait } from "./lib/objects.js";
import { nativeCallsRunning } from "./native/install.js";
import { networkCallsRunning } from "./network/install.js";

/**
 * Rows that are not there yet are tried again: after the first screen, and after a class loader or a file of
 * classes appeared, since some load classes in ways of their own.
 */
const RETRY_MS = [250, 2_000, 10_000, 30_000];
const MOST_WAIT_MS = 500;
const DRAIN_MS = 2_000;
const POLL_MS = 20;

let installer: Installer | null = null;
let timer: ReturnType<typeof setInterval> | null = null;

let loaders: Loaders | null = null;
/** When the next tries are due, in ms; at most one of each of `RETRY_MS` waits. */
const due = new Set<number>();

function later(): void {
  for (const ms of RETRY_MS) {
    if (due.has(ms)) continue;
    due.add(ms);
    setTimeout(() => {
      due.delete(ms);
      retry();
    }, ms);
  }
}

/** A class loader was made: its maker goes on when its classes are hooked, or after a while when others are at it. */
function lookIn(made: Installer, loader: Factory): void {
  const end = Date.now() + MOST_WAIT_MS;
  while (!made.installIn(loader)) {
    if (Date.now() > end) {
      later();
      return;
    }
    Thread.sleep(0.002);
  }
}

function retry(): void {
  const current = installer;
  if (current === null) return;
  Java.performNow(() => {
    try {
      let alone = current.installIn(Java);
      loaders?.each((loader) => { alone = current.installIn(loader) && alone; });
      if (!alone) later();
    } catch (error) {
      problem("late classes", error);
    }
  });
}

rpc.exports = {
  /** Install the rows; resolves when the framework's rows are in force. Every row is reported. */
  async install(request: InstallRequest): Promise<void> {
    if (installer !== null) throw new Error("already installed");
    if (!Java.available) throw new Error("no Java runtime in this process");
    Java.performNow(() => { installer = new Installer(request); });
    const made = installer as Installer | null;
    if (made === null) throw new Error("not installed");
    onFlush((last) => {
      made.counters.report(last);
      reportFailures();
      if (referencesWait()) Java.performNow(() => { deleteReferences(new Jni(bridgeEnv().handle)); });
    });
    Java.performNow(() => { made.installWith(Java); });
    const waiting = made.absent();
    made.report();
    loaders = new Loaders((loader) => { lookIn(made, loader); }, later);
    const watching = loaders;
    Java.performNow(() => { watching.watch(made.methods); });
    await settle();
    // On ART the app's own loader exists only when the app is bound, still before its first line.
    if (waiting.size > 0) {
      Java.perform(() => {
        made.installWith(Java);
        made.report(waiting);
      });
      await settle();
    }
    made.reportPins();
    afterFirstActivity(later);
    timer = setInterval(flush, request.flush_ms);
    flush();
  },

  flush: flushAll,

  /** Put every method back and wait until no thread is inside a hook; returns how many still are. */
  release,

  /** Called by Frida: when the process ends what waits goes out; on unload all is put back as well. */
  async dispose(reason: string): Promise<void> {
    if (reason === "exit") {
      flushAll();
      return;
    }
    // A thread still inside returns into the script's memory: that has to wait for it.
    if (await release() > 0) {
      Script.pin();
      while (inside() > 0) await pause(POLL_MS);
      Script.unpin();
    }
    retire();
  },
};

async function release(): Promise<number> {
  fallSilent();
  if (timer !== null) clearInterval(timer);
  flushAll();
  const current = installer;
  installer = null;
  if (current !== null) {
    Java.performNow(() => { current.restore(); });
    await settle();
    // Threads that were on their way into a hook when it was taken out.
    await pause(POLL_MS);
  }
  const end = Date.now() + DRAIN_MS;
  while (inside() > 0 && Date.now() < end) await pause(POLL_MS);
  return inside();
}

/** Calls of the app that are inside a hook of ours now. */
function inside(): number {
  return callsRunning() + nativeCallsRunning() + networkCallsRunning();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}
