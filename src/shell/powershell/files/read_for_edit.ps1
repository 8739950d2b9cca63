param([hashtable]$given)
if (-not $given.create -and -not (Test-Path -LiteralPath $given.path)) {
    if ($given.absent) {
        Say 'msg' 'file not present'
        SayJson 'absent' $true
        return
    }
    SayJson 'rc' 257
    Fail "$($given.missing) $($given.path) does not exist !"
}
Read-ForEdit $given.path
