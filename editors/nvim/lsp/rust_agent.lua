---@brief
--- rust-agent-lsp: explains compiler errors and offers fixes that the compiler has accepted.
--- It stands beside rust-analyzer: enable both.
---
---     vim.lsp.enable({ 'rust_analyzer', 'rust_agent' })

local rust_agent = require('rust_agent')

-- The server is of little use without what rust-analyzer says, so the two come together.
require('rust_agent.forward').enable()
-- Shell scripts are shown to a server that runs already; they never start one.
require('rust_agent.scripts').enable()

---@type vim.lsp.Config
return {
  cmd = { 'rust-agent-lsp', 'serve' },
  filetypes = { 'rust' },
  -- Only the root of a cargo workspace has a lock file; its members have none.
  root_markers = { 'Cargo.lock', 'Cargo.toml', '.git' },
  -- The fix is asked about in confirm.lua, and what there is to read opens in commands.lua.
  init_options = { confirmRequest = true },
  before_init = function(params, config)
    -- A copy: the table belongs to the configuration, which other roots share.
    params.initializationOptions = vim.tbl_extend('force', config.init_options or {}, {
      workspaceTrusted = rust_agent.trusted(config.root_dir),
    })
  end,
  handlers = {
    ['rustAgent/confirmFix'] = function(_, params, ctx)
      return require('rust_agent.confirm').on_request(params, ctx)
    end,
    ['rustAgent/showPage'] = function(_, page)
      require('rust_agent.commands').open(page.name == 'answer.md' and 'answer' or 'explain', page.markdown)
    end,
    ['workspace/configuration'] = function(problem, params, ctx)
      local answers = vim.lsp.handlers['workspace/configuration'](problem, params, ctx)
      local client = vim.lsp.get_client_by_id(ctx.client_id)
      for i, item in ipairs(client and params.items or {}) do
        if vim.startswith(item.section or '', 'rust-analyzer.') then
          local value = require('rust_agent.forward').setting(item.section, client.root_dir)
          answers[i] = value == nil and vim.NIL or value
        end
      end
      return answers
    end,
    ['rustAgent/askReason'] = function(_, params)
      return require('rust_agent.confirm').on_reason(params)
    end,
    ['rustAgent/askChoice'] = function(_, params)
      return require('rust_agent.confirm').on_choice(params)
    end,
  },
}
