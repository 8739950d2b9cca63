import type { Controller } from "../../model/module.js";
import type { Answer, ResultValues } from "../../model/result.js";
import type { ShellLibrary } from "../../model/script.js";
import { native, runProgram } from "../powershell/libraries.js";
import windowsSteps from "../powershell/system/reboot.ps1";

type Step = "boot time" | "find" | "restart" | "abort" | "test";

/** The steps on the host. What it has booted as is another after each start. */
const STEPS = `
  run() { user_run sh -c "$1"; say_json rc "$rc"; exit 0; }
  system=$(uname -s)
  case $step in
  'boot time')
    case $boot_time_command:$system in
    :FreeBSD|:OpenBSD) run '/sbin/sysctl kern.boottime' ;;
    :Darwin|:SunOS|:AIX) run 'who -b' ;;
    :*) run 'cat /proc/sys/kernel/random/boot_id' ;;
    esac
    run "$boot_time_command" ;;
  test) run "$test_command" ;;
  esac
  case $system:$(sed -n 's/^ID=//p' /etc/os-release 2>/dev/null) in
  *:alpine) program=reboot words= ;;
  Darwin:*|OpenBSD:*|*:*void*) program=shutdown words='-r +$minutes "$msg"' ;;
  FreeBSD:*) program=shutdown words='-r +\${seconds}s "$msg"' ;;
  SunOS:*) program=shutdown words='-y -g $seconds -i 6 "$msg"' ;;
  AIX:*) program=shutdown words=-Fr ;;
  *) program=shutdown words='-r $minutes "$msg"' ;;
  esac
  if [ -n "$reboot_command" ]; then
    program=\${reboot_command%% *} words=
    case $reboot_command in *' '*) words=\${reboot_command#* } ;; esac
  fi
  found=
  case $program in
  /*) found=$program ;;
  *) for folder in $paths; do [ ! -e "$folder/$program" ] || { found=$folder/$program; break; }; done ;;
  esac
  say program "$program"; say found "$found"
  [ "$step" = restart ] || exit 0
  export minutes seconds msg
  run "$found $words"
`;

interface Hand {
  family: "sh" | "powershell";
  text: string;
  uses: readonly ShellLibrary[];
}
const HANDS: Readonly<Record<"sh" | "powershell", Hand>> = {
  sh: { family: "sh", text: STEPS, uses: [] },
  powershell: { family: "powershell", text: windowsSteps, uses: [native, runProgram] },
};

/** How a host is to be restarted, and what is to be there again. */
export interface Restart {
  pre_reboot_delay: number;
  post_reboot_delay: number;
  reboot_timeout: number;
  connect_timeout: number | undefined;
  /** undefined: what the system itself shows when it is ready */
  test_command: string | undefined;
  msg: string;
  search_paths: readonly string[];
  boot_time_command: string | undefined;
  reboot_command: string | undefined;
}

/** Somebody has planned a restart of Windows already: ours is the one that counts. */
const PLANNED = 1190;
/** Windows is going down already, by somebody else */
const UNDER_WAY = 1115;

/** seconds for one answer of a host that is going down or coming up */
const PATIENCE = 10;

/** Restarts the host of a task, and waits until it is there again. */
export async function restart(args: Restart, controller: Controller): Promise<ResultValues> {
  const delay = Math.max(0, args.pre_reboot_delay);
  const vars = {
    boot_time_command: args.boot_time_command ?? "",
    reboot_command: args.reboot_command ?? "",
    test_command: args.test_command ?? "",
    paths: args.search_paths,
    msg: args.msg,
    seconds: delay,
    minutes: Math.floor(delay / 60),
  };
  const shell = await controller.shell();
  const ask = (step: Step, timeout?: number) =>
    controller.send({ ...HANDS[shell], vars: { ...vars, step }, timeout });
  const before = await ask("boot time");
  if (before.said.rc !== 0)
    return {
      failed: true,
      changed: false,
      reboot: false,
      msg: `reboot: failed to get host boot time info, rc: ${before.said.rc}, stdout: ${before.stdout}, stderr: ${before.stderr}`,
    };
  // where the program is, Windows knows itself
  const { said } = shell === "sh" ? await ask("find") : { said: { found: "here", program: "" } };
  if (!said.found)
    return {
      failed: true,
      changed: false,
      msg: `Unable to find command "${said.program}" in search paths: [${args.search_paths.map((one) => `'${one}'`).join(", ")}]`,
    };
  const begun = performance.now();
  const elapsed = () => Math.floor((performance.now() - begun) / 1000);
  // a host that is gone before it could answer is going down
  const go = () => ask("restart", PATIENCE).catch(() => undefined);
  let going = await go();
  if (going?.said.rc === PLANNED) {
    await ask("abort").catch(() => undefined);
    going = await go();
  }
  if (going && !going.timedOut && going.said.rc !== 0 && going.said.rc !== UNDER_WAY)
    return {
      failed: true,
      changed: false,
      rebooted: false,
      elapsed: 0,
      msg: `Reboot command failed. Error was: '${trimmed(going.stdout)}, ${trimmed(going.stderr)}'`,
    };
  await controller.sleep(Math.max(0, args.post_reboot_delay));
  const patience = args.connect_timeout ?? PATIENCE;
  const waits: [what: string, done: () => Promise<boolean>][] = [
    ["last boot time check", async () => isAnother(before, await ask("boot time", patience))],
    ["post-reboot test command", async () => (await ask("test", patience)).said.rc === 0],
  ];
  for (const [what, done] of waits)
    if (!(await until(done, args.reboot_timeout, controller)))
      return {
        failed: true,
        changed: false,
        rebooted: true,
        elapsed: elapsed(),
        msg: `Timed out waiting for ${what} (timeout=${args.reboot_timeout})`,
      };
  return { changed: true, rebooted: true, elapsed: elapsed() };
}

const trimmed = (bytes: Buffer): string => bytes.toString().trim();

/** Some systems say nothing just before they go down. */
function isAnother(before: Answer, now: Answer): boolean {
  return now.said.rc === 0 && trimmed(now.stdout) !== "" && trimmed(now.stdout) !== trimmed(before.stdout);
}

/** Tries until it is so, at first often. False: not within so many seconds. Whatever fails meanwhile is tried again. */
async function until(
  done: () => Promise<boolean>,
  seconds: number,
  controller: Controller,
): Promise<boolean> {
  const end = performance.now() + seconds * 1000;
  for (let pause = 0.5; performance.now() < end; pause = Math.min(pause * 1.5, 5)) {
    if (await done().catch(() => false)) return true;
    await controller.sleep(Math.min(pause, Math.max(0, (end - performance.now()) / 1000)));
  }
  return false;
}
