using Microsoft.PowerShell;

// Windows PowerShell 5.1 takes a first argument without a name as -Command, PowerShell 7 as -File.
var words = args.ToList();
var version = words.FindIndex(word => word.Equals("-Version", StringComparison.OrdinalIgnoreCase));
if (version >= 0) words.RemoveRange(version, Math.Min(2, words.Count - version));
if (words.Count > 0 && !words[0].StartsWith('-') && !words[0].StartsWith('/')) words.Insert(0, "-Command");
return UnmanagedPSEntry.Start(words.ToArray(), words.Count);
