// `Menu`, `Tray` and `nativeImage`: recorded, and clicked by the spec.
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'

interface Template {
  label?: string
  role?: string
  type?: string
  accelerator?: string
  click?: () => void
  submenu?: Template[]
}

class MenuItem {
  label: string
  role: string | undefined
  type: string
  submenu: Menu | null
  #click: (() => void) | undefined

  constructor({ label, role, type, click, submenu }: Template) {
    this.label = label ?? role ?? ''
    this.role = role
    this.type = type ?? (submenu ? 'submenu' : 'normal')
    this.submenu = submenu ? Menu.buildFromTemplate(submenu) : null
    this.#click = click
  }

  click(): void {
    if (this.#click === undefined) throw new Error(`The stand-in does not act on ${this.label}.`)
    this.#click()
  }
}

export class Menu {
  static #application: Menu | null = null
  items: MenuItem[] = []

  static buildFromTemplate(template: Template[]): Menu {
    const menu = new Menu()
    menu.items = template.map((one) => new MenuItem(one))
    return menu
  }
  static setApplicationMenu(menu: Menu): void {
    Menu.#application = menu
  }
  static getApplicationMenu = (): Menu | null => Menu.#application
}

export const nativeImage = {
  createFromPath(path: string) {
    const image = { isEmpty: () => !existsSync(path), resize: () => image }
    return image
  },
}

export class Tray extends EventEmitter {
  /** All that stand in the tray now. */
  static readonly all: Tray[] = []
  toolTip = ''
  menu: Menu | null = null

  constructor(image: { isEmpty(): boolean }) {
    super()
    if (image.isEmpty()) throw new Error('Failed to load the image of the tray')
    Tray.all.push(this)
  }
  setToolTip(text: string): void {
    this.toolTip = text
  }
  setContextMenu(menu: Menu): void {
    this.menu = menu
  }
  destroy(): void {
    Tray.all.splice(Tray.all.indexOf(this), 1)
  }
}
