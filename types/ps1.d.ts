/** PowerShell stands in files of its own; the build brings them in as texts. */
declare module "*.ps1" {
  const text: string;
  export default text;
}
