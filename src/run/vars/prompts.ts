import { Fault } from "../../model/errors.js";
import type { Play, PromptedVar } from "../../model/play.js";
import { markUnsafe, type PlainDict } from "../../model/value.js";
import { hashPassword, knowsHash, SCHEMES } from "../../template/crypt/password_hash.js";
import { evaluateDeep } from "../../template/render.js";
import type { Run } from "../hosts/engine.js";
import { plainScope } from "./play_scope.js";

/** vars_prompt: asked once a play, unless the variable is given by -e. Without a terminal the default is taken. */
export async function askPrompts(run: Run, play: Play): Promise<PlainDict> {
  const answers: PlainDict = {};
  for (const prompted of play.varsPrompt) checkHash(prompted);
  for (const prompted of play.varsPrompt) {
    const { name } = prompted;
    const isGiven = Object.hasOwn(run.extraVars, name);
    const answer = isGiven ? run.extraVars[name] : await answerTo(run, play, prompted);
    if (prompted.private) run.secrets.addAll(answer);
    if (isGiven) continue;
    answers[name] = hashed(prompted, String(answer));
    if (prompted.unsafe) markUnsafe(answers, name);
  }
  return answers;
}

/** Before anybody is asked. */
function checkHash({ name, encrypt, prompt: { at } }: PromptedVar): void {
  if (encrypt === undefined || knowsHash(encrypt.algorithm)) return;
  throw new Fault("PLAYBOOK_INVALID", `\`${name}\` cannot be encrypted by \`${encrypt.algorithm}\``, {
    at,
    hint: `there are: ${Object.keys(SCHEMES).join(", ")}`,
  });
}

/** Where `encrypt` says so, the answer's hash in its place. */
function hashed({ encrypt, prompt: { at } }: PromptedVar, answer: string): string {
  if (encrypt === undefined) return answer;
  const { algorithm, salt, saltSize } = encrypt;
  try {
    return hashPassword(answer, algorithm, { salt, saltSize });
  } catch (error) {
    throw new Fault("PLAYBOOK_INVALID", (error as Error).message, { at, cause: error });
  }
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
