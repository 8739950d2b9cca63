/** Regions for suggestions and completion only: any name that AWS accepts is accepted. */
export const REGIONS: readonly string[] = [
  ..."us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1".split(" "),
  ..."eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3".split(" "),
  ..."ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2".split(" "),
  ..."ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7".split(" "),
  ..."af-south-1 il-central-1 me-central-1 me-south-1 cn-north-1 cn-northwest-1".split(" "),
  ..."us-gov-east-1 us-gov-west-1".split(" "),
];

/** Has a text the form of a region's name? */
export function looksLikeRegion(name: string): boolean {
  return /^[a-z]{2}(-[a-z]+){1,3}-\d{1,2}$/.test(name);
}
