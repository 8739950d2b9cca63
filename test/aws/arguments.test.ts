import test from "ava";
import { AWS_ARGS, awsProblems, awsSettings } from "../../src/aws/arguments.js";
import { convertArgs } from "../../src/model/args.js";

test("an empty argument is as one that is not given", (t) => {
  const empty = {
    region: "",
    profile: "",
    endpoint_url: "",
    access_key: "",
    secret_key: "",
    session_token: "",
  };
  t.deepEqual(
    Object.values(awsSettings(empty)).filter((value) => value !== undefined),
    [],
  );
  t.deepEqual(awsProblems(empty), []);
});

test("a key and its secret are given together; secrets print as a mask", (t) => {
  t.is(awsProblems({ access_key: "AKIA", secret_key: "" }).length, 1);
  t.is(awsProblems({ secret_key: "x" }).length, 1);
  const settings = awsSettings({
    ...{ region: "eu-west-1", profile: undefined, endpoint_url: undefined },
    ...{ access_key: "AKIA", secret_key: "s3cret", session_token: "t0ken" },
  });
  t.is(settings.secretKey?.reveal(), "s3cret");
  t.notRegex(JSON.stringify(settings), /s3cret|t0ken/);
});

test("what is wrong with a secret is said without it", (t) => {
  const { problems } = convertArgs(AWS_ARGS, { secret_key: ["s3cret"], region: ["eu-west-1"] });
  t.deepEqual(
    problems.map(({ name, problem }) => `${name} ${problem}`),
    ["secret_key must be a value of the kind `text`", 'region must be a string, not ["eu-west-1"]'],
  );
});
