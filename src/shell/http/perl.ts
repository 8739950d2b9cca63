/**
 * Plain HTTP by the Perl that every Debian has, for hosts with neither curl nor wget nor Node.
 * HTTP/1.0, so that answers come in one piece.
 */
export const httpByPerl = `
case $2 in http://*) ;; *) fail "neither curl nor wget nor node is on the host: $2 needs one of them" ;; esac
[ -z "$url_username$unix_socket" ] || fail "curl is not on the host: passwords and sockets need it"
t_dir; printf %s "$body" >"$T_D/perl-body"
TERA_METHOD=$1 TERA_URL=$2 TERA_OUT=$3 TERA_HEAD=$4 TERA_TIMEOUT=$timeout TERA_BODY=$T_D/perl-body TERA_FOLLOW=$follow TERA_HEADERS=$headers perl -e '
use strict; use IO::Socket::INET;
my ($method, $url, $tries) = ($ENV{TERA_METHOD}, $ENV{TERA_URL}, 0);
my $body = do { local $/; open my $f, "<", $ENV{TERA_BODY} or die; <$f> } // "";
my @headers = grep { length } split /\\n/, $ENV{TERA_HEADERS};
$SIG{ALRM} = sub { print "-1 $url timed out\\n"; exit };
alarm($ENV{TERA_TIMEOUT} < 1 ? 1 : int $ENV{TERA_TIMEOUT});
AGAIN:
my ($host, $port, $path) = $url =~ m{^http://([^/:?#]+)(?::(\\d+))?([^#]*)} or do { print "-1 $url cannot be asked without curl, wget or node\\n"; exit };
my $socket = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port || 80) or do { print "-1 $url $!\\n"; exit };
$path = "/$path" unless $path =~ m{^/};
my $length = length $body || $method =~ /^(POST|PUT|PATCH)$/ ? "Content-Length: " . length($body) . "\\r\\n" : "";
print $socket "$method $path HTTP/1.0\\r\\nHost: $host" . ($port ? ":$port" : "") . "\\r\\n", map({ "$_\\r\\n" } @headers), "$length\\r\\n$body";
my $answer = do { local $/; <$socket> } // "";
my ($head, $content) = split /\\r?\\n\\r?\\n/, $answer, 2;
my ($status) = ($head // "") =~ m{^HTTP/\\S+ (\\d+)};
if (!$status) { print "-1 $url no answer\\n"; exit }
if ($ENV{TERA_FOLLOW} && $method =~ /^(GET|HEAD)$/ && $status =~ /^30[1278]$/ && $tries++ < 10 && $head =~ m{^location:\\s*(\\S+)}mi) {
my $next = $1; $url = $next =~ m{^/} ? "http://$host" . ($port ? ":$port" : "") . $next : $next; goto AGAIN;
}
for ([$ENV{TERA_HEAD}, "$head\\n"], [$ENV{TERA_OUT}, $content // ""]) { open my $f, ">", $_->[0] or die; print $f $_->[1]; close $f }
print "$status $url\\n";
' >"$T_D/perl-result"
read -r http_status http_url http_error <"$T_D/perl-result" || http_status=-1
`;
