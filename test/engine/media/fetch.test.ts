// What is fetched from a media address, and what never is. One file, because every test asks the same few servers and names the same
// refusals; the addresses themselves stand in support/inside-addresses.ts.
import { readdirSync } from 'node:fs'
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, isIP, type LookupFunction } from 'node:net'
import { join } from 'node:path'
import { systemRandom } from '@main/engine/base/random.ts'
import { isPublic } from '@main/engine/media/fetching/address-guard.ts'
import { followed, readMediaUrl } from '@main/engine/media/fetching/fetch.ts'
import { createMedia } from '@main/engine/media/media.ts'
import { expect, onTestFinished, test, vi } from 'vitest'
import { insideHosts } from '../../support/inside-addresses.ts'
import { program, sample } from '../../support/sample-files.ts'
import { handClock, scratchDatabase, scratchDir } from '../../support/scratch.ts'

async function listen(handle: RequestListener, host: string) {
  const server = createServer(handle)
  let connections = 0
  server.on('connection', () => connections++)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, resolve)
  })
  onTestFinished(() => void closeAll(server))
  const { port } = server.address() as AddressInfo
  return { port, origin: `http://127.0.0.1:${port}`, connections: () => connections }
}
function closeAll(server: Server) {
  server.closeAllConnections()
  server.close()
}

/** A server on every local address, IPv6 included where the machine has it. */
const listenEverywhere = (handle: RequestListener) => listen(handle, '::').catch(() => listen(handle, '0.0.0.0'))

type Rules = Partial<
  Pick<Parameters<typeof createMedia>[0], 'allowedFiles' | 'ports' | 'connectMs' | 'firstByteMs' | 'lookup'>
>

function setUp(rules: Rules = {}) {
  const dataDir = scratchDir()
  const media = createMedia({
    database: scratchDatabase(),
    dataDir,
    clock: handClock(),
    random: systemRandom,
    neededUntil: () => null,
    keptMs: () => 0,
    lookup: lookupOf({}),
    ...rules,
  })
  const left = () => readdirSync(join(dataDir, 'files')).concat(readdirSync(join(dataDir, 'files', 'arriving')))
  return { media, left }
}

/** A name server that knows these names alone. */
function lookupOf(names: Record<string, string[]>, seen: string[] = []): LookupFunction {
  return (host, options, answer) => {
    seen.push(host)
    const addresses = (names[host] ?? []).map((address) => ({ address, family: isIP(address) }))
    const [first] = addresses
    if (first === undefined) return answer(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '')
    if (options.all) (answer as (error: null, all: typeof addresses) => void)(null, addresses)
    else answer(null, first.address, first.family)
  }
}

const refused = (reason: string | RegExp) => ({
  code: 'MEDIA_REJECTED',
  field: 'mediaUrl',
  message: expect.stringMatching(reason),
})

/** A practice-like place for files, at `/files/`, that answers as `handle` says. */
async function filesAt(handle: (path: string, response: ServerResponse) => void, rules: Rules = {}) {
  const server = await listen((request, response) => handle(request.url ?? '', response), '127.0.0.1')
  const { media, left } = setUp({ allowedFiles: () => `${server.origin}/files`, ...rules })
  return { media, left, server, url: `${server.origin}/files/photo.jpg` }
}

test('a file of the allowed place is fetched and kept', async () => {
  const { media, url } = await filesAt((_path, response) => response.end(sample('photo.jpg')))
  expect(await media.fetch(url)).toMatchObject({ name: 'photo.jpg', mediaType: 'image' })
  expect(await media.fetch(url, { mediaType: 'image', name: 'ours.jpg' })).toMatchObject({ name: 'ours.jpg' })
})

test.each([
  ['attachment; filename="bill 7.pdf"', 'bill 7.pdf'],
  ["attachment; filename=x.pdf; filename*=UTF-8''%D8%A8%D9%84.pdf", 'بل.pdf'],
  ['inline', 'get.pdf'],
])('the name comes from the server where it gives one: %s', async (disposition, name) => {
  const { media, server } = await filesAt((_path, response) => {
    response.setHeader('content-disposition', disposition)
    response.end(sample('invoice.pdf'))
  })
  expect((await media.fetch(`${server.origin}/files/get?id=7`)).name).toBe(name)
})

test('of the allowed server only that place is allowed, and only where a place is given', async () => {
  const { media, server } = await filesAt((_path, response) => response.end(sample('photo.jpg')))
  const outside = ['/messages', '/files', '/files/../messages', '/files/%2e%2e/messages', '/filesx/a.jpg', '/']
  for (const path of outside) await expect(media.fetch(server.origin + path)).rejects.toMatchObject(refused('.'))
  await expect(media.fetch(`http://u:p@127.0.0.1:${server.port}/files/photo.jpg`)).rejects.toMatchObject(refused('.'))
  await expect(setUp().media.fetch(`${server.origin}/files/photo.jpg`)).rejects.toMatchObject(refused('.'))
  expect(server.connections()).toBe(0)
})

// Every one three times: as it is written, as the answer of a name server, as the goal of a redirect.
test(`no way of writing an inside address leads to it: ${insideHosts.length} forms, directly`, async () => {
  const inside = await listenEverywhere((_request, response) => response.end('secret'))
  const { media, left } = setUp({
    ports: [80, 443, inside.port],
    lookup: lookupOf({ localhost: ['127.0.0.1', '::1'] }),
  })
  expect(insideHosts.length).toBeGreaterThan(150)
  for (const host of [...insideHosts, 'localhost', 'LOCALHOST', 'localhost.']) {
    for (const protocol of ['http', 'https']) {
      await expect(media.fetch(`${protocol}://${host}:${inside.port}/x.jpg`), host).rejects.toMatchObject({
        code: expect.stringMatching(/MEDIA_REJECTED|VALIDATION_ERROR/),
        field: 'mediaUrl',
      })
    }
  }
  expect(inside.connections()).toBe(0)
  expect(left()).toEqual(['arriving'])
})

test('nor does a name server that answers with it, alone or beside a public one', async () => {
  const inside = await listenEverywhere((_request, response) => response.end('secret'))
  const addresses = new Set(
    insideHosts.flatMap((host) => {
      const name = URL.parse(`http://${host}/`)?.hostname.replace(/^\[|\]$/g, '') ?? ''
      return isIP(name) === 0 ? [] : [name]
    }),
  )
  expect(addresses.size).toBeGreaterThan(70)
  const names: Record<string, string[]> = {}
  const seen: string[] = []
  const { media } = setUp({ ports: [inside.port], lookup: lookupOf(names, seen) })
  for (const address of addresses) {
    for (const answer of [[address], ['93.184.216.34', address], [address, '2606:2800:220:1::1']]) {
      names['files.example'] = answer
      for (const protocol of ['http', 'https']) {
        seen.length = 0
        await expect(media.fetch(`${protocol}://files.example:${inside.port}/x.jpg`), address).rejects.toMatchObject(
          refused('^That address is not a public one\\.'),
        )
        // Asked once: there is no second answer that could differ from the one that was checked.
        expect(seen).toEqual(['files.example'])
      }
    }
  }
  expect(inside.connections()).toBe(0)
})

test('nor does a redirect', async () => {
  const inside = await listenEverywhere((_request, response) => response.end('secret'))
  let goal = ''
  const { media, url, server } = await filesAt(
    (_path, response) => {
      response.writeHead(302, { location: goal })
      response.end()
    },
    { ports: [80, 443, inside.port], lookup: lookupOf({ localhost: ['127.0.0.1'] }) },
  )
  for (const host of [...insideHosts, 'localhost', 'user:word@127.0.0.1']) {
    goal = encodeURI(`http://${host}:${inside.port}/x.jpg`)
      .replaceAll('%25', '%')
      .replace(/%5B/, '[')
      .replace(/%5D/, ']')
    await expect(media.fetch(url), goal).rejects.toMatchObject(refused('.'))
  }
  expect(server.connections()).toBe(insideHosts.length + 2)
  expect(inside.connections()).toBe(0)
})

test.each([
  '8.8.8.8',
  '93.184.216.34',
  '100.63.255.255',
  '100.128.0.0',
  '172.32.0.1',
  '192.169.0.1',
  '198.20.0.1',
  '1.1.1.1',
])('%s is public', (address) => expect(isPublic(address)).toBe(true))
test.each(['2606:4700::1', '2a00:1450:4001::1', '2001:4860:4860::8888', '2400:cb00::1'])('%s is public', (address) =>
  expect(isPublic(address)).toBe(true),
)

test('other ports and addresses with a user are refused without asking', async () => {
  const inside = await listenEverywhere((_request, response) => response.end('secret'))
  const seen: string[] = []
  const { media } = setUp({ lookup: lookupOf({ 'files.example': ['93.184.216.34'] }, seen) })
  await expect(media.fetch(`http://files.example:${inside.port}/`)).rejects.toMatchObject(refused('port'))
  await expect(media.fetch('https://files.example:22/')).rejects.toMatchObject(refused('port 22 is not one'))
  await expect(media.fetch('https://me@files.example/')).rejects.toMatchObject(refused('user name'))
  expect(seen).toEqual([])
})

test('a redirect never leads from a protected to an unprotected address, nor out of HTTP', () => {
  const from = new URL('https://files.example/a/b')
  expect(followed(from, '../c').href).toBe('https://files.example/c')
  expect(followed(new URL('http://files.example/'), 'https://files.example/').href).toBe('https://files.example/')
  for (const location of ['http://files.example/', 'file:///etc/passwd', 'data:,x', 'http://']) {
    expect(() => followed(from, location)).toThrow(expect.objectContaining({ code: 'MEDIA_REJECTED' }))
  }
})

test.each([
  '',
  'photo.jpg',
  '/etc/passwd',
  'file:///etc/passwd',
  'ftp://files.example/a',
  'data:image/png;base64,AA',
  'https://',
])('“%s” is not the address of a file', (text) => {
  expect(() => readMediaUrl(text, 'messages[2].mediaUrl')).toThrow(
    expect.objectContaining({ code: 'VALIDATION_ERROR', field: 'messages[2].mediaUrl' }),
  )
})

test.each([404, 403, 500, 204, 206, 304])('an answer of %s is told', async (status) => {
  const { media, url } = await filesAt((_path, response) => {
    response.writeHead(status)
    response.end()
  })
  await expect(media.fetch(url)).rejects.toMatchObject({
    ...refused('.'),
    message: `No file could be fetched from that address (it answered ${status}).`,
  })
})

test('nobody there and an unknown name are told', async () => {
  const { port } = await listen(() => {}, '127.0.0.1')
  const { media } = setUp({ allowedFiles: () => 'http://127.0.0.1:1/files' })
  expect(port).toBeGreaterThan(0)
  await expect(media.fetch('http://127.0.0.1:1/files/a.jpg')).rejects.toMatchObject(refused('nobody answers there'))
  await expect(media.fetch('https://nowhere.example/a.jpg')).rejects.toMatchObject(refused('there is no such host'))
})

test('what lies about itself is refused and leaves nothing behind', async () => {
  const { media, server, left } = await filesAt((path, response) => {
    if (path.endsWith('program.jpg')) return response.end(program)
    if (path.endsWith('page.pdf')) return response.end('<!doctype html><p>Log in first')
    response.setHeader('content-type', 'image/jpeg')
    response.end(sample('invoice.pdf'))
  })
  const from = (path: string, mediaType?: 'image') => media.fetch(`${server.origin}/files/${path}`, { mediaType })
  await expect(from('program.jpg')).rejects.toMatchObject(refused('^This file says .jpg but is a program'))
  await expect(from('page.pdf')).rejects.toMatchObject(refused('^This file says .pdf but is a web page'))
  await expect(from('get', 'image')).rejects.toMatchObject(refused('is a document, not an image'))
  expect(left()).toEqual(['arriving'])
})

test('fifty redirects are not followed, three are', async () => {
  let asked = 0
  const { media, server } = await filesAt((path, response) => {
    asked++
    const left = Number(path.split('/').at(-1))
    if (left === 0) return response.end(sample('photo.jpg'))
    response.writeHead(307, { location: `/files/${left - 1}` })
    response.end('gone')
  })
  expect((await media.fetch(`${server.origin}/files/3`)).mediaType).toBe('image')
  expect(asked).toBe(4)
  await expect(media.fetch(`${server.origin}/files/50`)).rejects.toMatchObject(refused('it led on too often'))
  expect(asked).toBe(8)
})

test('a server that keeps silent, drips its head or drips its body is left in time', async () => {
  const { media, server, left } = await filesAt(
    (path, response) => {
      if (path.endsWith('silent')) return
      const drip = setInterval(() => {
        if (path.endsWith('head')) response.socket?.write('x: y\r\n')
        else response.write('a')
      }, 20)
      onTestFinished(() => clearInterval(drip))
      if (path.endsWith('head')) response.socket?.write('HTTP/1.1 200 OK\r\n')
    },
    { firstByteMs: 300 },
  )
  const from = performance.now()
  const get = (path: string) => media.fetch(`${server.origin}/files/${path}`, { totalMs: 900 })
  await expect(get('silent')).rejects.toMatchObject(refused('it did not answer within 0.3 seconds'))
  await expect(get('head')).rejects.toMatchObject(refused('it did not answer within 0.3 seconds'))
  await expect(get('body')).rejects.toMatchObject(refused('it took too long'))
  expect(performance.now() - from).toBeLessThan(5_000)
  expect(left()).toEqual(['arriving'])
})

test('a body without end is cut off at the limit, whatever length it told', async () => {
  let sent = 0
  const { media, server, left } = await filesAt((path, response) => {
    if (path.endsWith('told')) response.setHeader('content-length', '1000000000000')
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536
    }
    response.on('drain', more)
    if (path.endsWith('told')) response.flushHeaders()
    more()
  })
  const image = { mediaType: 'image' } as const
  await expect(media.fetch(`${server.origin}/files/endless`, image)).rejects.toMatchObject(
    refused('has more than 5 MB; images may have 5 MB'),
  )
  await expect(media.fetch(`${server.origin}/files/told`, image)).rejects.toMatchObject(refused('images may have 5 MB'))
  expect(sent).toBeLessThan(40 * 1024 * 1024)
  expect(left()).toEqual(['arriving'])
})

test('a body that breaks off or comes packed is refused', async () => {
  const { media, server, left } = await filesAt((path, response) => {
    if (path.endsWith('packed')) response.setHeader('content-encoding', 'gzip')
    else response.setHeader('content-length', '100000')
    response.write(sample('photo.jpg').subarray(0, 50))
    if (path.endsWith('packed')) response.end()
    else setTimeout(() => response.destroy(), 20)
  })
  await expect(media.fetch(`${server.origin}/files/broken.jpg`)).rejects.toMatchObject(refused('the connection broke'))
  await expect(media.fetch(`${server.origin}/files/packed`)).rejects.toMatchObject(refused('packed'))
  expect(left()).toEqual(['arriving'])
})

test('two are fetched at a time; who waits too long is told', async () => {
  const open: ServerResponse[] = []
  const { media, url } = await filesAt((_path, response) => void open.push(response))
  const fetches = Array.from({ length: 5 }, () => media.fetch(url))
  const hasty = media.fetch(url, { totalMs: 50 })
  await expect(hasty).rejects.toMatchObject(refused('it took too long'))
  for (let done = 0; done < 5; done++) {
    await vi.waitUntil(() => open.length > done, { timeout: 5_000 })
    expect(open.length - done).toBeLessThanOrEqual(2)
    open[done]?.end(sample('photo.jpg'))
    await Promise.race(fetches.slice(done))
  }
  expect(await Promise.all(fetches)).toHaveLength(5)
})

test('closing calls off what runs', async () => {
  const { media, url, server, left } = await filesAt(() => {})
  const fetching = media.fetch(url)
  await vi.waitUntil(() => server.connections() > 0, { timeout: 5_000 })
  media.close()
  await expect(fetching).rejects.toMatchObject(refused('.'))
  expect(left()).toEqual(['arriving'])
})
