import { flag, float, text } from "../model/args.js";
import { defineModule } from "../model/module.js";
import { Secret } from "../model/secret.js";

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
    else await controller.sleep(Math.max(wait, 0));
    if (echo === false && answer !== "") controller.hide(new Secret(answer));
    const delta = Math.round((Date.now() - started) / 1000);
    return {
      changed: false,
      rc: 0,
      stdout: `Paused for ${minutes !== undefined ? `${minutes} minutes` : `${delta} seconds`}`,
      stderr: "",
      delta,
      start: new Date(started).toISOString(),
      stop: new Date().toISOString(),
      user_input: answer,
      echo,
    };
  },
});
