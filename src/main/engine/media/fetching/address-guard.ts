// Where files may be fetched from: public addresses alone. A name is looked up once and the address that was checked is
// the one connected to, so no second answer of a name server can lead inside. Two layers, because each has holes:
// the filtering agent lets IPv4-compatible IPv6 pass, and Node's own `blockList` option is not heeded over TLS
// (measured under 24.21), so the list is asked here, before an address is used.
import { lookup as systemLookup } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
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

/** Whether an IP address is public; what is no address is not. */
export function isPublic(address: string): boolean {
  const family = isIP(address)
  if (family === 0 || address.includes('%')) return false
  return !privateAddresses.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/** Whether a URL's host is written as an address that is not public. */
export function leadsInside(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(host) !== 0 && !isPublic(host)
}

class Blocked extends Error {}

/** `lookup`, but no answer at all when one of its addresses is not public. */
function publicOnly(lookup: LookupFunction): LookupFunction {
  return (host, options, answer) =>
    lookup(host, options, (problem, found, family) => {
      const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found]
      if (problem) answer(problem, found, family)
      else if (addresses.every(isPublic)) answer(null, found, family)
      else answer(new Blocked(), '', 0)
    })
}

const filtering = { 'http:': new RequestFilteringHttpAgent(), 'https:': new RequestFilteringHttpsAgent() }
const plain = new http.Agent()

/** What a request to `url` must be made with so that no name leads inside. */
export function guarded(url: URL, lookup: LookupFunction = systemLookup): http.RequestOptions {
  return { agent: filtering[url.protocol === 'https:' ? 'https:' : 'http:'], lookup: publicOnly(lookup) }
}

/** For the one local address that a practice profile fetches from: no guard, no proxy. */
export const unguarded: http.RequestOptions = { agent: plain }

export const requestOf = (url: URL): typeof http.request => (url.protocol === 'https:' ? https.request : http.request)

/** Whether a failed request was one of ours: the guard said no. */
export function isGuardsWord(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  if (cause instanceof AggregateError && cause.errors.some(isGuardsWord)) return true
  return cause instanceof Blocked || / is not allowed\. Because/.test(cause.message)
}
