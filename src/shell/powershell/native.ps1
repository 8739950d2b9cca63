# Functions of Windows' own libraries, without a compiler: Add-Type takes seconds. $functions: name -> types, the result's first.
function New-Native([string]$name, [string]$library, [hashtable]$functions) {
    $assembly = [System.Reflection.Emit.AssemblyBuilder]::DefineDynamicAssembly((New-Object System.Reflection.AssemblyName $name), 'Run')
    $type = $assembly.DefineDynamicModule($name).DefineType($name, 'Public, Class')
    $import = [System.Runtime.InteropServices.DllImportAttribute]
    $fields = [System.Reflection.FieldInfo[]]@($import.GetField('SetLastError'), $import.GetField('CharSet'))
    $values = [object[]]@($true, [System.Runtime.InteropServices.CharSet]::Unicode)
    $how = New-Object System.Reflection.Emit.CustomAttributeBuilder $import.GetConstructor([type[]]@([string])), @($library), $fields, $values
    foreach ($one in $functions.Keys | Sort-Object) {
        $result, $takes = $functions[$one]
        $method = $type.DefineMethod($one, 'Public, Static, PinvokeImpl', $result, [type[]]@($takes))
        $method.SetCustomAttribute($how)
        $method.SetImplementationFlags('PreserveSig')
    }
    $type.CreateType()
}
# The code is read where the call stands: PowerShell's own calls overwrite it.
function Format-NativeError([string]$what, [int]$code) {
    $why = New-Object System.ComponentModel.Win32Exception $code
    "$what ($($why.Message), Win32ErrorCode $code)"
}
