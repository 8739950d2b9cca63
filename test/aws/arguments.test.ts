import test from "ava";
import { awsProblems, awsSettings } from "../../src/aws/arguments.js";

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
