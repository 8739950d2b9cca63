import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import test from "ava";

const MAIN = resolve("build/src/cli/main.js");

function doc(...words: string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [MAIN, "doc", ...words], {
    encoding: "utf8",
  });
  return `${status} ${stdout}${stderr}`;
}

test("a module is found under both of its names", (t) => {
  t.regex(doc("ecr_login"), /^0 tera\.aws\.ecr_login\n/);
  t.is(doc("ecr_login"), doc("tera.aws.ecr_login"));
});

test("what is no module is said to be what it is, with its page", (t) => {
  for (const name of ["aws_ec2", "tera.terraform", "tera.aws.ecr_digest", "windows_password", "aws_ssm"]) {
    const [, page] =
      /^4 ERROR! \S+ is a [a-z ]+, not a module\n {2}(\S+) explains it\n$/.exec(doc(name)) ?? [];
    t.true(existsSync(page ?? ""), `${name}: ${page}`);
  }
});

test("a module in another collection is suggested before one of a similar name", (t) => {
  t.regex(doc("amazon.aws.ecs_service"), /did you mean `community\.aws\.ecs_service`\?/);
  t.regex(doc("ecs_servic"), /did you mean `ecs_service`\?/);
  t.regex(doc("community.aws.rds_thing_of_a_kind"), /`tera doc -l` lists them/);
});
