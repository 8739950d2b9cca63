import test from "ava";
import { signedHeaders } from "../../src/aws/sigv4.js";

/** Of AWS's published test suite: post-x-www-form-urlencoded. */
test("a form is signed as AWS's own test suite has it", (t) => {
  const { authorization } = signedHeaders(
    {
      url: new URL("https://example.amazonaws.com/"),
      body: "Param1=value1",
      region: "us-east-1",
      service: "service",
      now: new Date("2015-08-30T12:36:00Z"),
    },
    { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
  );
  t.is(
    authorization,
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
  );
});

test("a temporary key's token is signed, too", (t) => {
  const sign = (sessionToken?: string) =>
    signedHeaders(
      {
        url: new URL("https://example.amazonaws.com/"),
        body: "",
        region: "r",
        service: "s",
        now: new Date(0),
      },
      { accessKeyId: "A", secretAccessKey: "B", sessionToken },
    );
  t.is(sign("token")["x-amz-security-token"], "token");
  t.regex(sign("token").authorization!, /SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,/);
  t.false("x-amz-security-token" in sign());
});
