// Ways to write addresses that a file must never be fetched from: this PC, its network, the cloud's metadata, in every
// encoding that some client somewhere takes.

const quads = (address: string): [number, number, number, number] => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  return [a, b, c, d]
}
const hex = (value: number, digits = 0): string => value.toString(16).padStart(digits, '0')

/** One IPv4 address as decimal, octal, hexadecimal, short and mixed forms, and as IPv6 of every transition scheme. */
function formsOf(address: string): string[] {
  const [a, b, c, d] = quads(address)
  const whole = ((a * 256 + b) * 256 + c) * 256 + d
  const [high, low] = [hex(a * 256 + b), hex(c * 256 + d)]
  return [
    address,
    `${address}.`,
    String(whole),
    `0x${hex(whole)}`,
    `0${whole.toString(8)}`,
    [a, b, c, d].map((part) => `0${part.toString(8)}`).join('.'),
    [a, b, c, d].map((part) => `0x${hex(part)}`).join('.'),
    [a, b, c, d].map((part) => `0000${part.toString(8)}`).join('.'),
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    `0x${hex(a)}.${b}.0${c.toString(8)}.${d}`,
    `[::ffff:${address}]`,
    `[::ffff:${high}:${low}]`,
    `[0:0:0:0:0:ffff:${high}:${low}]`,
    `[::${address}]`,
    `[::ffff:0:${high}:${low}]`,
    `[64:ff9b::${high}:${low}]`,
    `[64:ff9b:1::${high}:${low}]`,
    `[2002:${high}:${low}::1]`,
    `[2001:0:4136:e378:8000:63bf:${hex(0xffff - (a * 256 + b))}:${hex(0xffff - (c * 256 + d))}]`,
    address.replaceAll('.', '\u3002'),
    address.replaceAll('.', '%2e'),
    address.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  ]
}

const OTHERS = [
  // Other places that are not public, as they are.
  '0.0.0.0 0 0.1.2.3 127.1 127.0.0.2 127.255.255.254 10.255.255.255 100.64.0.1 100.127.255.254 169.254.1.1 172.16.0.1',
  '172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.254',
  '198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255',
  '[::] [::1] [0:0:0:0:0:0:0:1] [fe80::1] [fe80::1%25eth0] [febf::1] [fec0::1] [fc00::1] [fd00::1] [fd12:3456:789a::1]',
  '[ff02::1] [ff05::1] [100::1] [2001::1] [2001:2::1] [2001:10::1] [2001:20::1] [2001:db8::1] [2002::1] [3fff::1]',
  '[5f00::1] [4000::1] [8000::1] [e000::1] [::ffff:0:0] [1::1] [fd00:ec2::254]',
]
  .join(' ')
  .split(' ')

/** Hosts for the middle of an address. */
export const insideHosts: readonly string[] = [
  ...['127.0.0.1', '169.254.169.254', '10.0.0.1', '192.168.1.1', '100.100.100.200'].flatMap(formsOf),
  ...OTHERS,
]
