import { float, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { restart } from "../../../shell/system/restart.js";

const seconds = (about: string, usual: number, alias: string) =>
  float({ about, default: usual, aliases: [alias] });

export default defineModule({
  name: "win_reboot",
  collection: "ansible.windows",
  about: "Restarts a Windows host, and waits until it is there again",
  notes: [
    "Verified: its first steps, and a host that refuses, executed in the Windows lab; a restart and what follows it is what `reboot` does, which is executed there. The wait for the log-on screen, a restart that is planned already: parsed.",
    "When Windows has started it tells itself; an adjusted clock does not count as a restart.",
  ],
  check: "full",
  background: false,
  args: {
    pre_reboot_delay: seconds("seconds until it goes down; less than 2 are 2", 2, "pre_reboot_delay_sec"),
    post_reboot_delay: seconds("seconds to wait before it is looked for", 0, "post_reboot_delay_sec"),
    reboot_timeout: seconds("seconds to wait for it, and again for the test", 600, "reboot_timeout_sec"),
    connect_timeout: seconds(
      "seconds for one answer while it is waited for; less than 10 are 10",
      5,
      "connect_timeout_sec",
    ),
    test_command: text({
      about:
        "PowerShell that must end with 0 when it is back; without it the log-on screen is waited for, so that all updates are done",
    }),
    msg: text({ about: "what its users are told", default: "Reboot initiated by Ansible" }),
    boot_time_command: text({ about: "PowerShell that prints something else after each start" }),
  },
  examples: [
    {},
    { reboot_timeout: 3600, msg: "updates" },
    { test_command: 'exit (Get-Service -Name Netlogon).Status -ne "Running"' },
  ],
  returns: { rebooted: "was it?", elapsed: "seconds that it took" },
  here: async ({ connect_timeout, ...args }, controller) => {
    if (controller.check) return { changed: true, elapsed: 0, rebooted: true };
    if ((await controller.shell()) !== "powershell")
      return {
        failed: true,
        changed: false,
        rebooted: false,
        msg: "win_reboot works on Windows hosts only: use reboot",
      };
    return restart(
      {
        ...args,
        connect_timeout: Math.max(10, connect_timeout),
        search_paths: [],
        reboot_command: undefined,
      },
      controller,
    );
  },
});
