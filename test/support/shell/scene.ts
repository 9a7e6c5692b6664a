// The scene of the shell's spec: a practice network of its own, a data folder whose settings send one message a second,
// and the program started on both.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiOf, controlOf } from '../api.ts'
import { startHeadless, startPracticeAlone } from '../headless.ts'
import { brokenIn } from '../journal.ts'
import type { Shell } from './shell.ts'
import type { Scene } from './steps.ts'

/** @param open starts the built program with these flags */
export async function setScene(
  open: (downloads: string, flags: readonly string[]) => Promise<Shell>,
): Promise<Scene & { end(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), 'dakiya-shell-'))
  const [dataDir, downloads] = [join(dir, 'data'), join(dir, 'downloads')]
  mkdirSync(downloads)
  const practice = await startPracticeAlone()
  const prepare = async () => {
    // Headless first: the desktop prints no key, and settings hold for both.
    const headless = await startHeadless({ dataDir, practiceAt: practice.url })
    await apiOf(headless).patch('/settings', { delayMinSeconds: 1, delayMaxSeconds: 1, hourlyLimit: 0, dailyLimit: 0 })
    await headless.stop()
    const port = await freePort()
    const flags = ['--practice-at', practice.url, '--port', String(port), '--data-dir', dataDir]
    const api = apiOf({ api: `http://127.0.0.1:${port}/api`, apiKey: headless.apiKey })
    return { api, shell: await open(downloads, flags) }
  }
  const { api, shell } = await prepare().catch(async (cause) => {
    await practice.stop()
    throw cause
  })
  shell.page.setDefaultTimeout(20_000)
  const workers: string[] = []
  shell.page.on('worker', (worker) => workers.push(worker.url()))
  return {
    shell,
    api,
    network: controlOf({ practice: practice.url }),
    dataDir,
    downloads,
    workers,
    async end() {
      await shell.kill()
      await practice.stop()
      const broken = brokenIn(join(dataDir, 'practice'))
      rmSync(dir, { recursive: true, force: true })
      if (broken.length > 0) throw new Error(`The journal tells of broken promises: ${broken.slice(0, 5).join('; ')}`)
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
