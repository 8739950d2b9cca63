import { existsSync } from "node:fs";
import test from "ava";
import { typed } from "../../helpers/typed.js";

async function doc(...words: string[]): Promise<string> {
  const { stdout, stderr, code } = await typed(["doc", ...words]);
  return `${code} ${stdout}${stderr}`;
}

test("a module is found under both of its names", async (t) => {
  t.regex(await doc("ecr_login"), /^0 tera\.aws\.ecr_login\n/);
  t.is(await doc("ecr_login"), await doc("tera.aws.ecr_login"));
});

test("what is no module is said to be what it is, with its page", async (t) => {
  for (const name of ["aws_ec2", "tera.terraform", "tera.aws.ecr_digest", "windows_password", "aws_ssm"]) {
    const [, page] =
      /^4 ERROR! \S+ is a [a-z ]+, not a module\n {2}(\S+) explains it\n$/.exec(await doc(name)) ?? [];
    t.true(existsSync(page ?? ""), `${name}: ${page}`);
  }
});

test("a module in another collection is suggested before one of a similar name", async (t) => {
  t.regex(await doc("amazon.aws.ecs_service"), /did you mean `community\.aws\.ecs_service`\?/);
  t.regex(await doc("ecs_servic"), /did you mean `ecs_service`\?/);
  t.regex(await doc("community.aws.rds_thing_of_a_kind"), /`tera doc -l` lists them/);
});
