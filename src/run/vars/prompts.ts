import { Fault } from "../../model/errors.js";
import type { Play, PromptedVar } from "../../model/play.js";
import type { PlainDict } from "../../model/value.js";
import { evaluateDeep } from "../../template/render.js";
import type { Run } from "../hosts/engine.js";
import { plainScope } from "./play_scope.js";

/** vars_prompt: asked once a play, unless the variable is given by -e. Without a terminal the default is taken. */
export async function askPrompts(run: Run, play: Play): Promise<PlainDict> {
  const answers: PlainDict = {};
  for (const prompted of play.varsPrompt) {
    const { name } = prompted;
    if (!Object.hasOwn(run.extraVars, name)) answers[name] = await answerTo(run, play, prompted);
    if (prompted.private) run.secrets.addAll(answers[name] ?? run.extraVars[name]);
  }
  return answers;
}

async function answerTo(run: Run, play: Play, prompted: PromptedVar): Promise<string> {
  const { context } = plainScope(run, play);
  const fallback = prompted.default && evaluateDeep(prompted.default.value, prompted.default.at, context);
  const question = String(evaluateDeep(prompted.prompt.value, prompted.prompt.at, context));
  const shown = fallback === undefined ? question : `${question} [${String(fallback)}]`;
  for (;;) {
    const answer = await run.ask(`${shown}: `, { echo: !prompted.private });
    if (answer === undefined || answer === "") {
      if (fallback !== undefined) return String(fallback);
      if (answer === undefined) throw noTerminal(prompted);
    }
    if (!prompted.confirm || (await run.ask(`confirm ${shown}: `, { echo: !prompted.private })) === answer)
      return answer!;
    run.emit({ type: "message", level: "warning", text: "the two values entered do not match" });
  }
}

function noTerminal(prompted: PromptedVar): Fault {
  return new Fault("USAGE", `nobody is there to answer the prompt for \`${prompted.name}\``, {
    at: prompted.prompt.at,
    hint: `give it on the command line: -e ${prompted.name}=…`,
  });
}
