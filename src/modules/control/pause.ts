import { flag, float, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { Secret } from "../../model/secret.js";

export default defineModule({
  name: "pause",
  about: "Waits for some time or for a person",
  check: "run",
  args: {
    minutes: float({ about: "how long" }),
    seconds: float({ about: "how long" }),
    prompt: text({ about: "what the person is asked" }),
    echo: flag({ about: "show what is typed", default: true }),
  },
  examples: [{ seconds: 5 }, { prompt: "Is the old release drained?" }],
  returns: { user_input: "what was typed", delta: "seconds it took" },
  validate: ({ minutes, seconds }) =>
    minutes !== undefined && seconds !== undefined
      ? ["parameters are mutually exclusive: minutes|seconds"]
      : [],
  here: async ({ minutes, seconds, prompt, echo }, controller) => {
    const started = Date.now();
    const wait = minutes !== undefined ? minutes * 60 : seconds;
    let answer = "";
    if (wait === undefined)
      answer =
        (await controller.ask(`${prompt ?? "Press enter to continue, Ctrl+C to interrupt"}:\n`, { echo })) ??
        "";
    else await controller.sleep(Math.max(wait, 1));
    if (echo === false && answer !== "") controller.hide(new Secret(answer));
    const stopped = Date.now();
    const lasted = (stopped - started) / 1000;
    const unit = seconds === undefined ? "minutes" : "seconds";
    const shown = (unit === "seconds" ? lasted : lasted / 60).toFixed(2).replace(/(\.\d)0$/, "$1");
    return {
      changed: false,
      rc: 0,
      stdout: `Paused for ${shown} ${unit}`,
      stderr: "",
      delta: Math.floor(lasted),
      start: pythonTime(started),
      stop: pythonTime(stopped),
      user_input: answer,
      echo,
    };
  },
});

/** This machine's time as Python prints a datetime. */
function pythonTime(milliseconds: number): string {
  const local = new Date(milliseconds - new Date(milliseconds).getTimezoneOffset() * 60_000);
  return local.toISOString().replace("T", " ").replace("Z", "000");
}
