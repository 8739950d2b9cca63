param([hashtable]$given)
if (-not (Test-Path -LiteralPath $given.path -PathType Leaf)) { Fail "Specified path $($given.path) does not exist or is not a file." }
if ([System.IO.Path]::GetExtension($given.path) -notin '.exe', '.dll') { Fail "Specified path $($given.path) is not a valid file type; must be DLL or EXE." }
$is = [System.Diagnostics.FileVersionInfo]::GetVersionInfo((ConvertTo-FullPath $given.path))
SayJson 'win_file_version' @{
    path = $given.path
    file_version = [string]$is.FileVersion
    product_version = [string]$is.ProductVersion
    file_major_part = [string]$is.FileMajorPart
    file_minor_part = [string]$is.FileMinorPart
    file_build_part = [string]$is.FileBuildPart
    file_private_part = [string]$is.FilePrivatePart
    file_version_raw = "$($is.FileMajorPart).$($is.FileMinorPart).$($is.FileBuildPart).$($is.FilePrivatePart)"
}
