"""权限表（登记页） — the list, the file and the page of each register of the talent and innovation chains."""

# As in ``permissions.PAGES_TABLE``: name, GET and POST by desk, and what stands in the address.
REGISTERS_TABLE = """
members:teams                        +++++----- xxxxx-----
members:teams_export                 ++-++----- xx-xx-----
members:team                         =++++----- xxxxx----- pk=@workteam
members:posts                        +++++----- xxxxx-----
members:posts_export                 ++-++----- ++-++-----
members:post                         =++++----- xxxxx----- pk=@post
members:agreements                   +++++----- xxxxx-----
members:agreements_export            ++-++----- xx-xx-----
members:agreement                    =++++----- xxxxx----- pk=@partneragreement
members:awards                       +++++----- xxxxx-----
members:awards_export                ++-+------ xx-x------
members:award                        =++++----- xxxxx----- pk=@award
members:nominations                  +++++----- xxxxx-----
members:nominations_export           ++-++----- ++-++-----
members:nomination                   =++++----- xxxxx----- pk=@nomination
members:laureates                    +++++----- xxxxx-----
members:laureates_export             ++-+------ ++-+------
members:laureate                     =++++----- xxxxx----- pk=@laureate
members:honours                      +++++----- xxxxx-----
members:honours_export               ++-++----- ++-++-----
members:honour                       =++++----- xxxxx----- pk=@honour
members:collective_honours           +++++----- xxxxx-----
members:collective_honours_export    ++-++----- xx-xx-----
members:collective_honour            =++++----- xxxxx----- pk=@collectivehonour
members:programmes                   +++++----- xxxxx-----
members:programmes_export            ++-++----- xx-xx-----
members:programme                    =++++----- xxxxx----- pk=@talentprogramme
members:programme_members            +++++----- xxxxx-----
members:programme_members_export     ++-++----- ++-++-----
members:programme_member             =++++----- xxxxx----- pk=@programmemember
members:cultivations                 +++++----- xxxxx-----
members:cultivations_export          ++-++----- ++-++-----
members:cultivation                  =++++----- xxxxx----- pk=@dualcultivation
members:expert_links                 +++++----- xxxxx-----
members:expert_links_export          ++-++----- ++-++-----
members:expert_link                  =++++----- xxxxx----- pk=@expertlink
members:talents                      +++++----- xxxxx-----
members:talents_export               ++-++----- ++-++-----
members:talent                       =++++----- xxxxx----- pk=@talentpoolentry
members:quotas                       +++++----- xxxxx-----
members:quotas_export                ++-+------ xx-x------
members:quota                        =++++----- xxxxx----- pk=@developmentquota
members:development_files            +++++----- xxxxx-----
members:development_files_export     ++-++----- ++-++-----
members:development_file             =++++----- xxxxx----- pk=@developmentfile
innovation:calls                     +++++-+--- xxxxx-x---
innovation:calls_export              ++++------ xxxx------
innovation:call                      =++++-+--- xxxxx-x--- pk=@opencall
innovation:tackle_projects           +++++----- xxxxx-----
innovation:tackle_projects_export    ++++------ xxxx------
innovation:tackle_project            =++++----- xxxxx----- pk=@tackleproject
innovation:investments               +++++----- xxxxx-----
innovation:investments_export        ++++------ xxxx------
innovation:investment                =++++----- xxxxx----- pk=@investmentproject
innovation:chain_gaps                +++++----- xxxxx-----
innovation:chain_gaps_export         ++++------ xxxx------
innovation:chain_gap                 =++++----- xxxxx----- pk=@chaingap
innovation:listings                  +++++++--- xxxxxxx---
innovation:listings_export           ++++------ xxxx------
innovation:listing                   =++++++--- xxxxxxx--- pk=@listing
innovation:matches                   +++++----- xxxxx-----
innovation:matches_export            ++++------ xxxx------
innovation:match                     =++++----- xxxxx----- pk=@match
innovation:deals                     +++++----- xxxxx-----
innovation:deals_export              ++++------ xxxx------
innovation:deal                      =++++----- xxxxx----- pk=@deal
innovation:consortia                 +++++----- xxxxx-----
innovation:consortia_export          ++++------ xxxx------
innovation:consortium                =++++----- xxxxx----- pk=@consortium
innovation:alliances                 +++++----- xxxxx-----
innovation:alliances_export          ++++------ xxxx------
innovation:alliance                  =++++----- xxxxx----- pk=@alliance
innovation:tech_platforms            +++++----- xxxxx-----
innovation:tech_platforms_export     ++++------ xxxx------
innovation:tech_platform             =++++----- xxxxx----- pk=@techplatform
innovation:platform_uses             +++++----- xxxxx-----
innovation:platform_uses_export      ++++------ xxxx------
innovation:platform_use              =++++----- xxxxx----- pk=@platformuse
innovation:research_contracts        +++++----- xxxxx-----
innovation:research_contracts_export ++++------ xxxx------
innovation:research_contract         =++++----- xxxxx----- pk=@researchcontract
innovation:patent_counts             +++++----- xxxxx-----
innovation:patent_counts_export      ++++------ xxxx------
innovation:patent_count              =++++----- xxxxx----- pk=@patentcount
innovation:support_elements          +++++----- xxxxx-----
innovation:support_elements_export   ++++------ xxxx------
innovation:support_element           =++++----- xxxxx----- pk=@supportelement
"""
