# A user of the host who owns the folder that root's tasks write to: swaps names in it as fast as it can, and reads
# whatever it may. Usage: perl rival.pl FOLDER VICTIMS STATES NAME...; ends when its input ends.
# It prints each text with the word SECRET that it could read, and at its end how often it has swapped.
use strict;
use warnings;
use POSIX ();

my ($folder, $victims, $states, @names) = @ARGV;
my @states = split /,/, $states;
chdir $folder or die $!;
my ($swaps, $turn, %told) = (0, 0);
# a link under a temporary name would be moved to where a module follows links
my @others = $states =~ /link|dangling/ ? qw(link dangling own) : qw(own);
my $parent = getppid;

sub away { my ($name) = @_; unlink $name or rmdir $name or rename $name, ".away-" . $turn++; }

# what a name can be made, in the way of a rename where that goes
sub make {
  my ($state, $name) = @_;
  my $fresh = ".rival-" . $turn++;
  if ($state eq "none") { away($name); return }
  if ($state eq "own") { open my $f, ">", $fresh or return; print $f "mine\n"; chmod 0666, $f; close $f; }
  elsif ($state eq "link") { symlink "$victims/secret", $fresh }
  elsif ($state eq "dangling") { symlink "$victims/new", $fresh }
  elsif ($state eq "folder-link") { symlink $victims, $fresh }
  elsif ($state eq "folder") { mkdir $fresh }
  elsif ($state eq "fifo") { POSIX::mkfifo($fresh, 0666) }
  rename $fresh, $name or do { away($name); rename $fresh, $name or away($fresh) };
  $swaps++;
}

sub look {
  my ($name) = @_;
  return if $told{$name} || -l $name || !-f $name;
  open my $f, "<", $name or return;
  read $f, my $text, 4096;
  if (defined $text && $text =~ /SECRET/) { $told{$name} = 1; print "read $name: ", substr($text, 0, 60) =~ tr/\n/ /r, "\n"; }
}

$SIG{TERM} = sub { print "swaps $swaps\n"; exit 0 };
$| = 1;
while (getppid == $parent) {
  for my $name (@names) {
    make($states[rand @states], $name);
    look($name);
  }
  next if $turn % 7;
  opendir my $d, "." or last;
  for my $name (grep { !/^\.(\.?$|rival|away)/ } readdir $d) {
    look($name);
    # temporary files of root's: another thing in their place
    make($others[rand @others], $name) if $name =~ /^\.tera-/ && rand() < 0.1;
    # what the next temporary file could be called
    make((@others, 'fifo')[rand @others + 1], $1) if $name =~ /^(\.tera-.*)\.\w+$/;
    make((qw(folder folder-link own))[rand 3], "$name.end") if $name =~ /^made/ && $name !~ /\.end$/;
  }
}
print "swaps $swaps\n";
