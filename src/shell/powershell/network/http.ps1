# One request, redirections followed: the body goes to a file of the session.
# ask: url, method, headers (lines "Name: value"), body, timeout, follow, limit, validate, user, password, basic, agent, proxy
function New-Request([hashtable]$ask) {
    $protocols = [System.Net.ServicePointManager]::SecurityProtocol
    [System.Net.ServicePointManager]::SecurityProtocol = $protocols -bor [System.Net.SecurityProtocolType]::Tls12
    $request = [System.Net.WebRequest]::Create([uri]$ask.url)
    if ($ask.timeout) { $request.Timeout = [int]($ask.timeout * 1000) }
    if ($ask.proxy -eq 'none') { $request.Proxy = $null }
    elseif ($ask.proxy) { $request.Proxy = New-Object System.Net.WebProxy ([uri]$ask.proxy) }
    if ($request -isnot [System.Net.HttpWebRequest]) { return $request }
    $request.Method = $ask.method
    $request.AllowAutoRedirect = $ask.follow
    if ($ask.follow -and $ask.limit) { $request.MaximumAutomaticRedirections = $ask.limit }
    if ($ask.agent) { $request.UserAgent = $ask.agent }
    if (-not $ask.validate) { $request.ServerCertificateValidationCallback = Get-AnyCertificate }
    if ($ask.user) {
        if ($ask.basic) {
            $both = [Convert]::ToBase64String($utf8.GetBytes($ask.user + ':' + $ask.password))
            $request.Headers.Set('Authorization', 'Basic ' + $both)
        } else { $request.Credentials = New-Object System.Net.NetworkCredential $ask.user, $ask.password }
    }
    foreach ($line in $ask.headers) { Set-Header $request $line }
    $request
}
# A delegate without PowerShell in it: it may be called by any thread.
function Get-AnyCertificate {
    $kind = [System.Net.Security.RemoteCertificateValidationCallback]
    $given = @($kind.GetMethod('Invoke').GetParameters() | ForEach-Object { [System.Linq.Expressions.Expression]::Parameter($_.ParameterType) })
    $yes = [System.Linq.Expressions.Expression]::Constant($true)
    [System.Linq.Expressions.Expression]::Lambda($kind, $yes, [System.Linq.Expressions.ParameterExpression[]]$given).Compile()
}
# Some headers are set by properties only.
function Set-Header($request, [string]$line) {
    $name, $value = $line.Split(':', 2)
    $value = $value.Trim()
    switch ($name.ToLowerInvariant()) {
        'accept' { $request.Accept = $value }
        'connection' { $request.KeepAlive = $value -ne 'close' }
        'content-length' { $request.ContentLength = [long]$value }
        'content-type' { $request.ContentType = $value }
        'expect' { $request.Expect = $value }
        'date' { $request.Date = [datetime]::Parse($value, [System.Globalization.CultureInfo]::InvariantCulture) }
        'host' { $request.Host = $value }
        'if-modified-since' { $request.IfModifiedSince = [datetime]::Parse($value, [System.Globalization.CultureInfo]::InvariantCulture) }
        'referer' { $request.Referer = $value }
        'user-agent' { $request.UserAgent = $value }
        default { $request.Headers.Set($name, $value) }
    }
}
# What came back: status, reason, headers (lines), url, file; a status of -1 and why where nobody answered.
function Send-Request([hashtable]$ask) {
    $begun = [datetime]::UtcNow
    $got = @{ status = -1; reason = ''; headers = @(); url = $ask.url; file = Get-TempPath }
    [System.IO.File]::WriteAllBytes($got.file, (New-Object byte[] 0))
    try {
        $request = New-Request $ask
        if ($null -ne $ask.body) {
            $bytes = $ask.body
            if ($bytes -is [string]) { $bytes = $utf8.GetBytes($bytes) }
            $request.ContentLength = $bytes.Length
            $stream = $request.GetRequestStream()
            try { $stream.Write($bytes, 0, $bytes.Length) } finally { $stream.Close() }
        }
        try { $answer = $request.GetResponse() } catch {
            $why = $_.Exception
            while ($why -and $why -isnot [System.Net.WebException]) { $why = $why.InnerException }
            if ($null -eq $why -or $null -eq $why.Response) { throw }
            $answer = $why.Response
        }
        Read-Answer $answer $got
    } catch { $got.why = $_.Exception.GetBaseException().Message }
    $got.seconds = ([datetime]::UtcNow - $begun).TotalSeconds
    $got
}
function Read-Answer($answer, [hashtable]$got) {
    try {
        $got.url = [string]$answer.ResponseUri
        $got.length = $answer.ContentLength
        $got.modified = $null
        if ($answer -is [System.Net.HttpWebResponse]) {
            $got.status = [int]$answer.StatusCode
            $got.reason = $answer.StatusDescription
            foreach ($name in $answer.Headers.AllKeys) { $got.headers += "${name}: $($answer.Headers[$name])" }
            if ($answer.Headers['Last-Modified']) { $got.modified = $answer.LastModified.ToUniversalTime() }
        } else { $got.status = 200 }
        $from = $answer.GetResponseStream()
        $to = [System.IO.File]::Create($got.file)
        try { $from.CopyTo($to) } finally {
            $to.Close()
            $from.Close()
        }
    } finally { $answer.Close() }
}
# The last part of a path of a URL.
function Get-UrlName([string]$url) {
    $path = ([uri]$url).AbsolutePath
    [uri]::UnescapeDataString($path.Substring($path.LastIndexOf('/') + 1))
}
# The digest that a list of digests has for a file: a line of its own, or the only word.
function Find-Digest([string]$text, [string]$name) {
    $lines = @($text -split '\r?\n' | Where-Object { $_.Trim() })
    if ($lines.Count -eq 1 -and $lines[0].Trim() -notmatch '\s') { return $lines[0].Trim() }
    foreach ($line in $lines) {
        $digest, $file = $line.Trim() -split '\s+', 2
        if ($file -and ($file -replace '^[*\s]*[./\\]*', '') -ceq $name) { return $digest }
    }
}
