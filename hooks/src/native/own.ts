// Folders of the app itself under those of all apps: no other app is asked for there.

/** Names a process has before Android gives it the app's. */
const UNNAMED = /^(?:zygote(?:64)?|usap(?:32|64)|<pre-initialized>|app_process(?:32|64)?)$/;
const APP_FOLDERS = /^\/(?:data\/(?:app|data|user|user_de)|(?:sdcard|storage)\/.*Android\/(?:data|obb|media)|mnt)\//;

const LONGEST = 255;

let name: string | null = null;

function ownPackage(): string {
  if (name === null) {
    const bytes = Array.from(new Uint8Array(File.readAllBytes("/proc/self/cmdline")));
    const command = String.fromCharCode(...bytes.slice(0, Math.min(bytes.indexOf(0), LONGEST)));
    if (UNNAMED.test(command)) return "";
    // A process of the app may be named after it with ":push" behind.
    name = command.includes("/") ? "" : command.split(":")[0] ?? "";
  }
  return name;
}

/** Whether a path lies in a folder of this app: `/data/app/~~x==/name-y==/`, `/data/user/0/name/`… */
export function isOwn(path: string): boolean {
  if (!APP_FOLDERS.test(path)) return false;
  const own = ownPackage();
  return own !== "" && path.split("/").some((part) => part === own || part.startsWith(`${own}-`));
}
