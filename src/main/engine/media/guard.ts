// Where files may be fetched from: public addresses alone. A name is looked up once and the address that was checked is
// the one connected to, so no second answer of a name server can lead inside. Two layers, because each has had holes:
// the filtering agent, and a block list that Node itself applies to the socket.
import http from 'node:http'
import https from 'node:https'
import { BlockList, type LookupFunction } from 'node:net'
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent'

const PRIVATE_IPV4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 ' +
  '192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3'
/** Of IPv6 only 2000::/3 is public, and inside it these are not: Teredo, benchmarks, ORCHID, documents, 6to4. */
const PRIVATE_IPV6 = '2001::/23 2001:db8::/32 2002::/16 3fff::/20 4000::/2 8000::/1'

/** All that is not public. */
const privateAddresses = new BlockList()
for (const [family, list] of [
  ['ipv4', PRIVATE_IPV4],
  ['ipv6', PRIVATE_IPV6],
] as const) {
  for (const subnet of list.split(' ')) {
    const [address = '', prefix] = subnet.split('/')
    privateAddresses.addSubnet(address, Number(prefix), family)
  }
}
// ::/3 in two pieces, because the list also holds IPv4 addresses against ::ffff:0:0/96, where all of them live.
privateAddresses.addRange('::', '::fffe:ffff:ffff', 'ipv6')
privateAddresses.addRange('::1:0:0:0', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ipv6')

const filtering = { 'http:': new RequestFilteringHttpAgent(), 'https:': new RequestFilteringHttpsAgent() }
const plain = new http.Agent()

/** What a request to `url` must be made with so that it cannot lead inside. */
export function guarded(url: URL, lookup: LookupFunction | undefined): http.RequestOptions {
  const way = url.protocol === 'https:' ? 'https:' : 'http:'
  return {
    agent: filtering[way],
    blockList: privateAddresses,
    ...(lookup === undefined ? {} : { lookup }),
  } as http.RequestOptions
}

/** For the one local address that a practice profile fetches from: no guard, no proxy. */
export const unguarded: http.RequestOptions = { agent: plain }

export const requestOf = (url: URL): typeof http.request => (url.protocol === 'https:' ? https.request : http.request)

/** Whether a failed request was one of ours: the guard said no. */
export function isGuardsWord(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  if (cause instanceof AggregateError && cause.errors.some(isGuardsWord)) return true
  return (cause as NodeJS.ErrnoException).code === 'ERR_IP_BLOCKED' || / is not allowed\. Because/.test(cause.message)
}
