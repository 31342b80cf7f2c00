"""权限表 — what each desk may open, written down; ``test_permissions`` walks every address against it.

The desks, one column each, stand in the order of ``DutyCode``: 组织部业务管理员 区镇操作员 集群党委书记
集群秘书 支部操作员 部门经办 企业联络员 系统管理员 安全管理员 审计管理员.
A new address needs a row: its name, ten signs for GET, ten for POST, and which rows its parts name.
The signs are those of ``permission_walk``; every difference a run finds is either a fault or a decision.
Lists, files and pages of plain registers stand in ``permissions_registers``.
"""

from tests.permissions_registers import REGISTERS_TABLE

# In the administration: reach (own rows +, all rows =, none within 0, no right -),
# then 新增 a, 修改 c, 移除 d, 导出 x.
#                               组织部 区镇   书记   秘书   支部   部门   企业   系统   安全   审计
RIGHTS_TABLE = """
accounts.grant                  -      -      -      -      -      -      -      -      =ac    =
accounts.user                   -      -      -      -      -      -      -      =ac    =      =
activities.activity             =acdx  +acdx  +x     +acx   +acx   -      -      -      -      -
activities.appraisal            =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
activities.attendance           =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
activities.brand                =acdx  +acdx  +x     +acx   +acx   -      -      -      -      -
activities.campaign             =acdx  +acdx  +x     +acx   +acx   -      -      -      -      -
activities.campaigncheck        =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
activities.contest              =acdx  +acdx  +x     +acx   +acx   -      -      -      -      -
activities.course               =acdx  +acdx  +x     +acx   +acx   -      -      -      -      -
activities.meeting              =acdx  +acdx  +x     +acx   +acx   -      -      -      -      -
activities.pledge               =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
activities.recruitline          =acdx  +acdx  +x     +acx   +      -      -      -      -      -
activities.recruitresult        =acdx  +acdx  +x     +acx   +      -      -      -      -      -
activities.rotationplan         =acdx  +acdx  +x     +acx   0      -      -      -      -      -
activities.rotationslot         =acdx  +acdx  +x     +acx   +      -      -      -      -      -
activities.suggestion           =acdx  +acdx  +x     +acx   +acx   -      -      -      -      -
chains.boardsetting             =x     =x     =x     =x     =      -      -      =c     -      -
chains.reportedfigure           =acdx  +x     +x     +x     0      -      -      -      -      -
chains.scorerule                =acdx  0x     0x     0x     0      -      -      -      -      -
chains.target                   =acdx  +x     +x     +x     0      -      -      -      -      -
clusters.cluster                =acdx  +x     +x     +x     +      -      -      -      -      -
clusters.clusterenterprise      =acdx  +acd   +x     +acd   0      -      -      -      -      -
clusters.department             =acdx  =x     =x     =x     =      =      -      -      -      -
clusters.enterprise             =acdx  +acdx  +x     +acx   +      -      +      -      -      -
clusters.institution            =acdx  =x     =x     =x     =      -      -      -      -      -
clusters.place                  =acdx  =x     =x     =x     =      =      =      =ac    -      -
innovation.alliance             =acdx  +acdx  +x     +acx   +      -      -      -      -      -
innovation.chaingap             =acdx  +acdx  +x     +acx   +      -      -      -      -      -
innovation.consortium           =acdx  +acdx  +x     +acx   +      -      -      -      -      -
innovation.deal                 =acdx  +acdx  +x     +acx   +      -      -      -      -      -
innovation.investmentproject    =acdx  +acdx  +x     +acx   +      -      -      -      -      -
innovation.listing              =acdx  +acdx  +x     +acx   +      +      +      -      -      -
innovation.match                =acdx  +acdx  +x     +acx   +      -      -      -      -      -
innovation.opencall             =acdx  +acdx  +x     +acx   +      -      +      -      -      -
innovation.patentcount          =acdx  +acdx  +x     +acx   +      -      -      -      -      -
innovation.platformuse          =acdx  +acdx  +x     +acx   +      -      -      -      -      -
innovation.researchcontract     =acdx  +acdx  +x     +acx   +      -      -      -      -      -
innovation.supportelement       =acdx  +acdx  +x     +acx   +      -      -      -      -      -
innovation.tackleproject        =acdx  +acdx  +x     +acx   +      -      -      -      -      -
innovation.techplatform         =acdx  +acdx  +x     +acx   +      -      -      -      -      -
members.affiliation             =x     +x     +      +x     +x     -      -      -      -      -
members.award                   =acdx  +acdx  +      +acx   +      -      -      -      -      -
members.chainchief              =acdx  +acdx  +      +acx   +      -      -      -      -      -
members.collectivehonour        =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.developmentfile         =acx   +acx   +      +acx   +acx   -      -      -      -      -
members.developmentquota        =acdx  +acdx  +      +acx   +      -      -      -      -      -
members.developmentstep         =x     +x     +      +x     +x     -      -      -      -      -
members.dualcultivation         =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.employment              =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.expertlink              =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.honour                  =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.laureate                =cdx   +cdx   +      +cx    +      -      -      -      -      -
members.liaison                 =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.member                  =acx   +acx   +      +acx   +acx   -      -      -      -      -
members.movement                =cx    +cx    +      +cx    +cx    -      -      -      -      -
members.nomination              =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.participation           =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.partneragreement        =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.post                    =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.programmemember         =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.seat                    =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.talentpoolentry         =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.talentprogramme         =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.teamrole                =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
members.workteam                =acdx  +acdx  +      +acx   +acx   -      -      -      -      -
organizations.actionbranch      =acdx  +acdx  +x     +acx   +      -      -      -      -      -
organizations.clusterbody       =acdx  +acdx  +x     +acx   0      -      -      -      -      -
organizations.coverage          =acdx  +acdx  +x     +acx   +      -      -      -      -      -
organizations.formation         =acdx  +acdx  +x     +acx   +      -      -      -      -      -
organizations.organizationunit  =acdx  +acdx  +x     +acx   +      -      -      -      -      -
organizations.partyorganization =acx   +acx   +x     +acx   +c     -      -      -      -      -
services.action                 =acdx  +acdx  +x     +acx   -      -      -      -      -      -
services.calendarday            =acdx  =      =x     =      -      -      -      -      -      -
services.consultation           =acdx  +acdx  +x     +acx   -      -      -      -      -      -
services.evaluationround        =acdx  +acdx  +x     +acx   -      -      -      -      -      -
services.evaluationsheet        =x     +x     +x     +x     -      -      -      -      -      -
services.financeproduct         =acdx  =x     =x     =x     -      -      -      -      -      -
services.financerecord          =acdx  +acdx  +x     +acx   -      -      -      -      -      -
services.guidance               =acdx  +acdx  +x     +acx   -      -      -      -      -      -
services.need                   =acdx  +acdx  +x     +acx   -      -      +a     -      -      -
services.platformevent          =acdx  +acdx  +x     +acx   -      -      -      -      -      -
services.policy                 =acdx  =x     =x     =x     =      =      =      -      -      -
services.policyclaim            =acdx  +acdx  +x     +acx   -      +      +      -      -      -
services.resolution             =acdx  +acdx  +x     +acx   -      +      -      -      -      -
services.resource               =acdx  +acdx  +x     +acx   -      +ac    -      -      -      -
services.servicecatalogue       =acdx  +acdx  +x     +x     -      0      0      -      -      -
services.servicecategory        =acdx  +acdx  +x     +x     -      0      0      -      -      -
services.serviceitem            =acdx  +acdx  +x     +x     -      0      0      -      -      -
services.serviceorder           =acx   +acx   +x     +acx   +ac    +      +a     -      -      -
services.serviceplatform        =acdx  +acdx  +x     +x     -      -      -      -      -      -
services.stationposting         =acdx  +acdx  +x     +acx   -      -      -      -      -      -
services.visit                  =acdx  +acdx  +x     +acx   +ac    0a     -      -      -      -
sites.booking                   =acdx  +acdx  +x     +acx   +ac    -      -      -      -      -
sites.building                  =acdx  +acdx  +x     +acx   +      -      -      -      -      -
sites.demonstrationbelt         =acdx  +acdx  +x     +acx   0      -      -      -      -      -
sites.site                      =acdx  +acdx  +x     +acx   +      -      -      -      -      -
"""

# Name, GET and POST by desk, and what stands in the address: @ is a row of that model.
PAGES_TABLE = """
desk:start                           ++++++++++ xxxxxxxxxx
desk:search                          ++++++++++ ++++++++++
desk:names                           +++++00000 +++++00000 kind=member
desk:alerts                          +++++----- xxxxx-----
desk:alerts_export                   ++++------ ++x+------
desk:clear_alert                     =+-+------ =+-+------ kind=theme_day pk=@partyorganization
desk:takeouts                        ++++++++++ xxxxxxxxxx
desk:takeouts_waiting                +--------- x---------
desk:takeout                         =--------- =--------- pk=@takeout
desk:takeout_file                    0000000000 xxxxxxxxxx pk=@takeout
desk:take_back                       00-00----- 00-00----- kind=member pk=@member event=0
desk:merges                          +--------- x---------
desk:merge                           =--------- =--------- pk=@merge
desk:propose_merge                   00-00----- 00-00----- kind=member
clusters:clusters                    +++++----- xxxxx-----
clusters:clusters_export             ++++------ xxxx------
clusters:cluster                     =++++----- xxxxx----- pk=@cluster
clusters:enterprises                 +++++-+--- xxxxx-x---
clusters:enterprises_export          ++++------ xxxx------
clusters:enterprise                  =++++-+--- xxxxx-x--- pk=@enterprise
clusters:enterprise_state            =+-+------ =+-+------ pk=@enterprise
clusters:join_chain                  =+-+------ =+-+------ pk=@enterprise
clusters:leave_chain                 =+-+------ =+-+------ pk=@enterprise place=@clusterenterprise
organizations:organizations          +++++----- xxxxx-----
organizations:organizations_export   ++++------ ++++------
organizations:tree                   +++++----- xxxxx-----
organizations:organization           =++++----- xxxxx----- pk=@partyorganization
organizations:action_branches        +++++----- xxxxx-----
organizations:action_branches_export ++++------ xxxx------
organizations:move                   =+-+------ =+-+------ pk=@partyorganization
organizations:state                  =+-+------ =+-+------ pk=@partyorganization
organizations:begin_term             =+-+------ =+-+------ pk=@partyorganization
organizations:extend_term            =+-+------ =+-+------ pk=@partyorganization
organizations:serve                  =+-+------ =+-+------ pk=@partyorganization
organizations:cover                  =+-+------ =+-+------ pk=@partyorganization
organizations:end                    =+-+------ =+-+------ pk=@partyorganization part=coverage row=@coverage
organizations:dissolve               =+-+------ =+-+------ pk=@partyorganization
members:register                     ++-++----- ++-++-----
members:namesakes                    +++++----- +++++-----
members:members                      +++++----- xxxxx-----
members:members_export               ++-++----- ++-++-----
members:members_roster               ++-++----- ++-++-----
members:member                       =++++----- xxxxx----- pk=@member
members:sight                        =+-++----- xx-xx----- pk=@member
members:reveal                       =+-++----- =+-++----- pk=@member
members:transfer                     =+-++----- =+-++----- pk=@member
members:transfer_in                  =+-++----- =+-++----- pk=@member
members:transfer_out                 =+-++----- =+-++----- pk=@member
members:admit                        =+-++----- =+-++----- pk=@member
members:confirm                      =+-++----- =+-++----- pk=@member
members:advance                      =+-++----- =+-++----- pk=@member
members:leave                        =+-++----- =+-++----- pk=@member
members:erase                        =--------- =--------- pk=@member
members:restore                      =+-++----- =+-++----- pk=@member
members:take_part                    =+-++----- =+-++----- pk=@member
members:appoint                      =+-++----- =+-++----- pk=@member
members:employ                       =+-++----- =+-++----- pk=@member
members:end                          =+-++----- =+-++----- pk=@member part=seat row=@seat
services:visits                      ++++++---- xxxxxx----
services:visits_export               ++++------ xxxx------
services:visit                       =++++0---- xxxxxx---- pk=@visit
activities:activities                +++++----- xxxxx-----
activities:activities_export         +++++----- xxxxx-----
activities:activity                  =++++----- xxxxx----- pk=@activity
activities:attendances               +++++----- xxxxx-----
activities:attendances_export        ++-++----- ++-++-----
activities:attendance                =++++----- xxxxx----- pk=@attendance
activities:meetings                  +++++----- xxxxx-----
activities:meetings_export           +++++----- xxxxx-----
activities:meeting                   =++++----- xxxxx----- pk=@meeting
activities:appraisals                +++++----- xxxxx-----
activities:appraisals_export         ++-++----- ++-++-----
activities:appraisal                 =++++----- xxxxx----- pk=@appraisal
activities:rotations                 +++++----- xxxxx-----
activities:rotations_export          ++++------ xxxx------
activities:rotation                  =+++0----- xxxxx----- pk=@rotationplan
activities:turns                     +++++----- xxxxx-----
activities:turns_export              ++++------ xxxx------
activities:turn                      =++++----- xxxxx----- pk=@rotationslot
activities:brands                    +++++----- xxxxx-----
activities:brands_export             +++++----- xxxxx-----
activities:brand                     =++++----- xxxxx----- pk=@brand
activities:courses                   +++++----- xxxxx-----
activities:courses_export            +++++----- +++++-----
activities:course                    =++++----- xxxxx----- pk=@course
activities:campaigns                 +++++----- xxxxx-----
activities:campaigns_export          +++++----- xxxxx-----
activities:campaign                  =++++----- xxxxx----- pk=@campaign
activities:campaign_checks           +++++----- xxxxx-----
activities:campaign_checks_export    ++-++----- ++-++-----
activities:campaign_check            =++++----- xxxxx----- pk=@campaigncheck
activities:pledges                   +++++----- xxxxx-----
activities:pledges_export            ++-++----- ++-++-----
activities:pledge                    =++++----- xxxxx----- pk=@pledge
activities:contests                  +++++----- xxxxx-----
activities:contests_export           +++++----- xxxxx-----
activities:contest                   =++++----- xxxxx----- pk=@contest
activities:suggestions               +++++----- xxxxx-----
activities:suggestions_export        +++++----- +++++-----
activities:suggestion                =++++----- xxxxx----- pk=@suggestion
activities:recruit_lines             +++++----- xxxxx-----
activities:recruit_lines_export      ++++------ xxxx------
activities:recruit_line              =++++----- xxxxx----- pk=@recruitline
activities:recruit_results           +++++----- xxxxx-----
activities:recruit_results_export    ++++------ xxxx------
activities:recruit_result            =++++----- xxxxx----- pk=@recruitresult
services:action                      =+++------ xxxx------ pk=@action
services:actions                     ++++------ xxxx------
services:actions_export              ++++------ xxxx------
services:assignment                  =+++-+---- xxxx-x---- pk=@assignment
services:assignments                 ++++-+---- xxxx-x----
services:assignments_export          ++++------ ++++------
services:catalogue                   =+++-00--- xxxx-xx--- pk=@servicecatalogue
services:catalogues                  ++++-++--- xxxx-xx---
services:catalogues_export           ++++------ xxxx------
services:claim                       =+++-++--- xxxx-xx--- pk=@policyclaim
services:claims                      ++++-++--- xxxx-xx---
services:claims_export               ++++------ xxxx------
services:consultation                =+++------ xxxx------ pk=@consultation
services:consultations               ++++------ xxxx------
services:consultations_export        ++++------ ++++------
services:finance                     ++++------ xxxx------
services:finance_export              ++++------ xxxx------
services:finance_record              =+++------ xxxx------ pk=@financerecord
services:guidance                    =+++------ xxxx------ pk=@guidance
services:guidances                   ++++------ xxxx------
services:guidances_export            ++++------ ++++------
services:item                        =+++-00--- xxxx-xx--- pk=@serviceitem
services:items                       ++++-++--- xxxx-xx---
services:items_export                ++++------ xxxx------
services:need                        =+++--+--- xxxx--x--- pk=@need
services:needs                       ++++--+--- xxxx--x---
services:needs_export                ++++------ xxxx------
services:order                       =++++++--- xxxxxxx--- pk=@serviceorder
services:orders                      +++++++--- xxxxxxx---
services:orders_export               ++++------ xxxx------
services:platform                    =+++------ xxxx------ pk=@serviceplatform
services:platform_event              =+++------ xxxx------ pk=@platformevent
services:platform_events             ++++------ xxxx------
services:platform_events_export      ++++------ xxxx------
services:platforms                   ++++------ xxxx------
services:platforms_export            ++++------ xxxx------
services:policies                    +++++++--- xxxxxxx---
services:policies_export             ++++------ xxxx------
services:policy                      =======--- xxxxxxx--- pk=@policy
services:posting                     =+++------ xxxx------ pk=@stationposting
services:postings                    ++++------ xxxx------
services:postings_export             ++++------ ++++------
services:product                     ====------ xxxx------ pk=@financeproduct
services:products                    ++++------ xxxx------
services:products_export             ++++------ xxxx------
services:resolution                  =+++-+---- xxxx-x---- pk=@resolution
services:resolutions                 ++++-+---- xxxx-x----
services:resolutions_export          ++++------ xxxx------
services:resource                    =+++-+---- xxxx-x---- pk=@resource
services:resources                   ++++-+---- xxxx-x----
services:resources_export            ++++------ xxxx------
services:round                       =+++------ xxxx------ pk=@evaluationround
services:rounds                      ++++------ xxxx------
services:rounds_export               ++++------ xxxx------
sites:belt                           =+++0----- xxxxx----- pk=@demonstrationbelt
sites:belts                          +++++----- xxxxx-----
sites:belts_export                   ++++------ xxxx------
sites:booking                        =++++----- xxxxx----- pk=@booking
sites:bookings                       +++++----- xxxxx-----
sites:bookings_export                ++++------ xxxx------
sites:building                       =++++----- xxxxx----- pk=@building
sites:buildings                      +++++----- xxxxx-----
sites:buildings_export               ++++------ xxxx------
sites:site                           =++++----- xxxxx----- pk=@site
sites:sites                          +++++----- xxxxx-----
sites:sites_export                   ++++------ xxxx------
rosters:start                        ++-++----- xx-xx-----
rosters:uploads                      ++-++----- xx-xx-----
rosters:memories                     ++-++----- ++-++-----
rosters:uploads_export               ++-++----- xx-xx-----
rosters:columns                      =+-++----- =+-++----- pk=@upload
rosters:review                       =+-++----- xx-xx----- pk=@upload
rosters:names                        xx-xx----- =+-++----- pk=@upload
rosters:decisions                    xx-xx----- =+-++----- pk=@upload
rosters:absent                       xx-xx----- =+-++----- pk=@upload
rosters:repair                       xx-xx----- =+-++----- pk=@upload
rosters:keep                         xx-xx----- =+-++----- pk=@upload
rosters:working                      =+-++----- xx-xx----- pk=@upload
rosters:abandon                      xx-xx----- =+-++----- pk=@upload
rosters:returned                     ++-++----- xx-xx----- pk=@upload
rosters:receipt                      =+-++----- xx-xx----- pk=@upload
rosters:undo                         =+-++----- =+-++----- pk=@upload
rosters:undone                       =+-++----- xx-xx----- pk=@upload undo=@undo
rosters:redo                         =+-++----- =+-++----- pk=@upload undo=@undo
rosters:hand_in                      ++-++----- ++-++----- code=member
rosters:template                     ++-++----- xx-xx----- code=member
desk:audit                           ---------+ ---------x
desk:audit_entry                     ---------+ ---------x number=1
desk:verify                          ---------+ ---------+
desk:audit_export                    ---------+ ---------x
system:selfcheck                     -------+-- -------x--
chains:overview                      +++++----- xxxxx-----
chains:cluster                       =+++0----- xxxxx----- pk=@cluster
chains:chain                         +++++----- xxxxx----- code=organization
chains:handbook                      +++++----- xxxxx-----
chains:reported_figures              +++++----- xxxxx-----
chains:reported_figures_export       ++++------ xxxx------
chains:indicator                     +++++----- xxxxx----- code=ORG-03
chains:indicator_export              ++-+------ ++-+------ code=ORG-03
chains:periods                       +++++----- xxxxx-----
chains:period                        +++++----- xxxxx----- period=2026Q3
chains:close                         +--------- +--------- period=2026Q3
chains:reopen                        +--------- +--------- period=2026Q3
chains:kept                          00000----- xxxxx----- period=2026Q3 code=ORG-03
accounts:login                       ++++++++++ ++++++++++
accounts:logout                      xxxxxxxxxx llllllllll
accounts:code                        llllllllll llllllllll
accounts:password_change             ++++++++++ ++++++++++
accounts:factor                      ++++++++++ ++++++++++
accounts:prove                       ++++++++++ ++++++++++
admin:index                          ++++++++++ ++++++++++
admin:login                          llllllllll llllllllll
admin:logout                         ++++++++++ ++++++++++
admin:password_change                ++++++++++ ++++++++++
admin:password_change_done           ++++++++++ ++++++++++
admin:autocomplete                   ---------- xxxxxxxxxx
admin:jsi18n                         ++++++++++ xxxxxxxxxx
admin:app_list                       +++++00000 +++++00000 app_label=members
admin:accounts_user_reset            -------=-- -------=-- key=@user
admin:accounts_user_unlock           ---------- --------=- key=@user
"""

RIGHTS = {label: rights for label, *rights in (line.split() for line in RIGHTS_TABLE.strip().splitlines())}
_ROWS = [line.split() for line in (PAGES_TABLE.rstrip() + REGISTERS_TABLE).strip().splitlines()]
PAGES = {name: {"get": got, "post": posted} for name, got, posted, *_ in _ROWS}
TAKEN = {name: dict(part.split("=") for part in taken) for name, _, _, *taken in _ROWS}
