import { integer } from "../../model/args.js";
import { defineModule } from "../../model/module.js";

const PROBES = {
  sh: { vars: {}, text: "say here yes" },
  powershell: { family: "powershell", vars: {}, text: "Say 'here' 'yes'" },
} as const;

export default defineModule({
  name: "wait_for_connection",
  about: "Waits until the host can be reached",
  background: false,
  check: "run",
  args: {
    timeout: integer({ about: "seconds", default: 600 }),
    delay: integer({ about: "seconds before the first try", default: 0 }),
    sleep: integer({ about: "seconds between tries", default: 1 }),
    connect_timeout: integer({ about: "seconds for one try", default: 5 }),
  },
  examples: [{ timeout: 120 }],
  returns: { elapsed: "seconds it took" },
  here: async ({ timeout, delay, sleep, connect_timeout }, controller) => {
    if (controller.check) return { changed: false, skipped: true };
    const started = Date.now();
    const elapsed = () => Math.floor((Date.now() - started) / 1000);
    await controller.sleep(delay);
    for (;;) {
      try {
        const answer = await controller.send({
          ...PROBES[await controller.shell()],
          timeout: connect_timeout,
        });
        if (answer.timedOut) throw new Error(`no answer in ${connect_timeout} s`);
        return { changed: false, elapsed: elapsed() };
      } catch (error) {
        if (elapsed() >= timeout)
          return {
            failed: true,
            elapsed: elapsed(),
            msg: `timed out waiting for ping module test: ${(error as Error).message}`,
          };
        await controller.sleep(sleep);
      }
    }
  },
});
