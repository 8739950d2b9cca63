import test from "ava";
import { awsFault } from "../../src/aws/faults.js";
import { Fault } from "../../src/model/errors.js";

const doing = { what: "reading the instances", action: "ec2:DescribeInstances" };

test("a region that no name server knows is most likely misspelt", (t) => {
  const error = Object.assign(new Error("getaddrinfo ENOTFOUND ec2.eu-wets-1.amazonaws.com"), {
    code: "ENOTFOUND",
  });
  const fault = awsFault(error, { ...doing, region: "eu-wets-1" });
  t.true(fault instanceof Fault);
  t.like(fault, { code: "AWS_FAILED", hint: "did you mean `eu-west-1`?" });
  t.regex((fault as Fault).message, /^AWS has no address for reading the instances in eu-wets-1: /);
});

test("credentials that are missing from a profile name it", (t) => {
  const error = Object.assign(new Error("Could not resolve credentials"), {
    name: "CredentialsProviderError",
  });
  t.like(awsFault(error, { ...doing, profile: "nobody's" }), {
    code: "AWS_CREDENTIALS",
    message:
      "there are no credentials for reading the instances in the profile nobody's: there is no such profile",
  });
  t.regex((awsFault(error, doing) as Fault).hint!, /set AWS_PROFILE/);
});
