# The model behind the doubles of ScheduledTasks: the XML of each task by its path, as the scheduler gives it back.
$modelFile = 'C:\doubles\tasks.xml'
$space = 'http://schemas.microsoft.com/windows/2004/02/mit/task'
function Read-Model {
    if (Test-Path -LiteralPath $modelFile) { return Import-Clixml -LiteralPath $modelFile }
    @{}
}
function Write-Model($model) {
    $null = New-Item -ItemType Directory -Force -Path 'C:\doubles'
    $model | Export-Clixml -LiteralPath $modelFile
}
function Get-Place($bound) { $(if ($bound.TaskPath) { [string]$bound.TaskPath } else { '\' }) + [string]$bound.TaskName }
function Find-Place($bound) {
    $place = Get-Place $bound
    if (-not (Read-Model).ContainsKey($place)) { throw "No MSFT_ScheduledTask objects found with property 'TaskName' equal to '$($bound.TaskName)'.  Verify the value of the property and retry." }
    $place
}
$DoubleHandlers['Get-ScheduledTask'] = {
    param($bound)
    $model = Read-Model
    foreach ($place in $model.Keys | Sort-Object) {
        $at = $place.LastIndexOf('\')
        $folder = $place.Substring(0, $at + 1)
        $name = $place.Substring($at + 1)
        if ($bound.TaskPath -and -not @($bound.TaskPath | Where-Object { $folder -like $_ }).Count) { continue }
        if ($bound.TaskName -and -not @($bound.TaskName | Where-Object { $name -like $_ }).Count) { continue }
        $isOff = ([xml]$model[$place]).Task.Settings.Enabled -eq 'false'
        [pscustomobject]@{ TaskName = $name; TaskPath = $folder; State = $(if ($isOff) { 'Disabled' } else { 'Ready' }) }
    }
}
$DoubleHandlers['Export-ScheduledTask'] = { param($bound) (Read-Model)[(Find-Place $bound)] }
$DoubleHandlers['Get-ScheduledTaskInfo'] = {
    param($bound)
    $null = Find-Place $bound
    [pscustomobject]@{ LastRunTime = $null; LastTaskResult = 267011; NextRunTime = $null; NumberOfMissedRuns = 0 }
}
$DoubleHandlers['Register-ScheduledTask'] = {
    param($bound)
    $model = Read-Model
    $place = Get-Place $bound
    if ($model.ContainsKey($place) -and -not $bound.Force) { throw 'Cannot create a file when that file already exists.' }
    $task = [xml]$bound.Xml
    if ($task.DocumentElement.NamespaceURI -ne $space) { throw 'The task XML contains an element or attribute from an unexpected namespace.' }
    if (-not $task.Task.Actions.FirstChild) { throw 'The task XML is missing a required element or attribute.' }
    $named = @($task.Task.Principals.Principal.UserId, $task.Task.Principals.Principal.GroupId | Where-Object { $_ })
    if ($named.Count -ne 1) { throw 'The task XML contains a value which is incorrectly formatted or out of range.' }
    if ($task.Task.Principals.Principal.LogonType -eq 'Password' -and -not $bound.Password) { throw 'The user name or password is incorrect.' }
    $model[$place] = $bound.Xml
    Write-Model $model
}
$DoubleHandlers['Unregister-ScheduledTask'] = {
    param($bound)
    $place = Find-Place @{ TaskPath = $bound.TaskPath[0]; TaskName = $bound.TaskName[0] }
    $model = Read-Model
    $model.Remove($place)
    Write-Model $model
}
